import { describe, expect, test } from 'vitest'
import { releaseIn } from './release-feed'

const FEED = 'https://api.github.com/repos/o/r/releases/latest'
const PAGE = 'https://github.com/o/r/releases/tag/v0.2.0'

const read = (changes: object) =>
  releaseIn(
    JSON.stringify({
      tag_name: 'v0.2.0',
      html_url: PAGE,
      body: 'x',
      draft: false,
      prerelease: false,
      ...changes,
    }),
    FEED,
  )

describe('the answer of a feed', () => {
  test('names a version, its page and its notes', () => {
    expect(read({ assets: [], author: { login: 'o' } })).toEqual({ version: '0.2.0', page: PAGE, notes: 'x' })
    expect(read({ tag_name: '0.2.0+7', body: null })).toEqual({ version: '0.2.0', page: PAGE, notes: '' })
    expect(read({ draft: undefined, prerelease: null, body: undefined })?.version).toBe('0.2.0')
  })

  test.each([[{ draft: true }], [{ prerelease: true }], [{ tag_name: 'v0.3.0-rc.1' }]])(
    '%o is offered to nobody',
    (changes) => {
      expect(read(changes)).toBeNull()
    },
  )

  test.each<[object, string]>([
    [{ tag_name: undefined }, 'it names no version'],
    [{ tag_name: 7 }, 'it names no version'],
    [{ tag_name: ['v0.2.0'] }, 'it names no version'],
    [{ tag_name: 'latest' }, 'it names no version'],
    [{ tag_name: '<img src=x>' }, 'it names no version'],
    [{ html_url: undefined }, 'its link leads elsewhere'],
    [{ html_url: { toString: PAGE } }, 'its link leads elsewhere'],
    [{ html_url: 'https://evil.example/' }, 'its link leads elsewhere'],
    [{ html_url: 'javascript:alert(1)' }, 'its link leads elsewhere'],
    [{ html_url: 'http://127.0.0.1:18462/' }, 'its link leads elsewhere'],
    [{ body: 7 }, 'its notes are no text'],
    [{ body: ['x'] }, 'its notes are no text'],
    [{ draft: 'false' }, 'its "draft" is neither true nor false'],
    [{ prerelease: 1 }, 'its "prerelease" is neither true nor false'],
  ])('%o cannot be used: %s', (changes, detail) => {
    expect(() => read(changes)).toThrow(expect.objectContaining({ code: 'FEED_UNUSABLE', detail }))
  })

  test.each([
    ['', 'it is no JSON'],
    ['<!doctype html><title>Sign in</title>', 'it is no JSON'],
    ['null', 'it is no release'],
    ['[]', 'it is no release'],
    ['"v0.2.0"', 'it is no release'],
    [`{"__proto__": {"tag_name": "v0.2.0", "html_url": "${PAGE}"}}`, 'it names no version'],
  ])('%s cannot be used', (body, detail) => {
    expect(() => releaseIn(body, FEED)).toThrow(expect.objectContaining({ code: 'FEED_UNUSABLE', detail }))
  })
})
