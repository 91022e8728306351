import { describe, expect, test } from 'vitest'
import { isReleasePage } from './release-page'

const GITHUB = 'https://api.github.com/repos/o/r/releases/latest'
const OWN = 'https://updates.example.com/kimi-proxy/latest.json'
const LOCAL = 'http://127.0.0.1:4000/latest'

describe('the page of a release', () => {
  test.each([
    ['https://github.com/o/r/releases/tag/v0.2.0', GITHUB],
    ['https://GITHUB.com:443/o/r', GITHUB],
    ['https://updates.example.com/kimi-proxy/0.2.0.html?from=app#new', OWN],
    ['https://Updates.Example.com/', 'https://updates.example.com:443/latest'],
    ['https://updates.example.com:8443/x', 'https://updates.example.com:8443/latest'],
    ['http://127.0.0.1:4000/page', LOCAL],
  ])('%s may be opened for %s', (page, feed) => {
    expect(isReleasePage(page, feed)).toBe(true)
  })

  test.each([
    ['', OWN],
    ['javascript:alert(1)', OWN],
    ['file:///etc/passwd', OWN],
    ['http://updates.example.com/x', OWN],
    ['https://updates.example.com:8443/x', OWN],
    ['https://updates.example.com.evil.example/', OWN],
    ['https://evil.example/updates.example.com', OWN],
    ['https://updates.example.com@evil.example/', OWN],
    ['https://user:pw@updates.example.com/', OWN],
    ['https://updates.example.com\\@evil.example/', OWN],
    ['https://updates.example.com/a b', OWN],
    ['https://updates.example.com/\u202eabc', OWN],
    [' https://updates.example.com/', OWN],
    ['https://updates.example.com/\n', OWN],
    ['//updates.example.com/', OWN],
    [`https://updates.example.com/${'a'.repeat(400)}`, OWN],
    // The pages of GitHub are for GitHub's own answers.
    ['https://github.com/o/r', OWN],
    ['https://api.github.com/x', GITHUB],
    ['https://gist.github.com/x', GITHUB],
    ['https://g\u0131thub.com/o/r', GITHUB],
    ['http://github.com/o/r', GITHUB],
    // This computer's ports are nobody else's business.
    ['http://127.0.0.1:18462/x', GITHUB],
    ['http://127.0.0.1:18462/x', OWN],
    ['http://127.0.0.1:4001/page', LOCAL],
    ['http://localhost:4000/page', LOCAL],
    ['https://github.com/o/r', LOCAL],
  ])('"%s" is refused for %s', (page, feed) => {
    expect(isReleasePage(page, feed)).toBe(false)
  })
})
