import { describe, expect, test } from 'vitest'
import { plainNotes } from './release-notes'

describe('release notes', () => {
  test('are read without the simplest marks of Markdown', () => {
    const markdown = [
      '<!-- made by a tool -->',
      '## What’s new',
      '',
      '',
      '* **Faster** start, see [the guide](https://example.com/guide)',
      '- `kimi-proxy doctor`',
      '  + below it',
      '![picture](https://example.com/a.png)',
      '```sh',
      'npm start',
      '```',
      '',
    ].join('\r\n')
    expect(plainNotes(markdown)).toBe(
      [
        'What’s new',
        '',
        '• Faster start, see the guide',
        '• kimi-proxy doctor',
        '  • below it',
        'picture',
        '',
        'npm start',
      ].join('\n'),
    )
  })

  test('stay as they are in any language, and what looks like HTML is just text', () => {
    expect(plainNotes('修复了令牌续期。\n<b>bold</b> & <img src=x onerror=alert(1)>')).toBe(
      '修复了令牌续期。\n<b>bold</b> & <img src=x onerror=alert(1)>',
    )
    expect(plainNotes('2 * 3 * 4 and __dirname')).toBe('2 * 3 * 4 and __dirname')
  })

  test('hold nothing that moves a cursor, hides, or turns the writing around', () => {
    expect(plainNotes('a\u0000b\u001b[31mc\u202ed\u200be\ufefff\ud800g\u0007')).toBe('ab[31mcdefg')
    expect(plainNotes('one\u2028two\rthree\tfour')).toBe('one\ntwo\nthree  four')
  })

  test('are cut after 20 lines', () => {
    const text = plainNotes(Array.from({ length: 50 }, (_, index) => `line ${index + 1}`).join('\n'))
    expect(text.split('\n')).toHaveLength(21)
    expect(text.endsWith('line 20\n…')).toBe(true)
  })

  test('are cut after 1,200 characters, between two of them', () => {
    const text = plainNotes('😀'.repeat(2_000))
    expect(text).toBe(`${'😀'.repeat(1_200)}\n…`)
  })

  test('that are nothing are nothing', () => {
    for (const nothing of ['', '\n\n \n', '<!-- only a comment', '\u200b'])
      expect(plainNotes(nothing)).toBe('')
  })

  test.each([
    ['an open comment again and again', '<!--'.repeat(100_000)],
    ['brackets without an end', '['.repeat(200_000)],
    ['links without an end', '[a]('.repeat(100_000)],
    ['one endless line', 'a'.repeat(1_000_000)],
    ['nothing but spaces', ' '.repeat(1_000_000)],
  ])('of a hostile form stay bounded: %s', (_name, hostile) => {
    expect(plainNotes(hostile).length).toBeLessThanOrEqual(1_202)
  })
})
