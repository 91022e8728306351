import { describe, expect, test } from 'vitest'
import { cacheShare, readUsage, withPart } from './usage'

describe('readUsage', () => {
  test.each<[string, object, object]>([
    [
      'the start of a streamed message',
      {
        type: 'message_start',
        message: {
          model: 'kimi-for-coding',
          usage: {
            input_tokens: 12,
            cache_read_input_tokens: 80,
            cache_creation_input_tokens: 8,
            output_tokens: 1,
          },
        },
      },
      { model: 'kimi-for-coding', part: { input: 12, cacheRead: 80, cacheCreation: 8, output: 1 } },
    ],
    [
      'the end of one',
      { type: 'message_delta', delta: {}, usage: { output_tokens: 321 } },
      { model: null, part: { output: 321 } },
    ],
    [
      'a message in one piece',
      { type: 'message', model: 'k3', usage: { input_tokens: 5, output_tokens: 2 } },
      { model: 'k3', part: { input: 5, output: 2 } },
    ],
    [
      'a chat completion, of whose prompt a part was cached',
      {
        model: 'k3',
        usage: { prompt_tokens: 100, completion_tokens: 7, prompt_tokens_details: { cached_tokens: 60 } },
      },
      { model: 'k3', part: { input: 40, cacheRead: 60, output: 7 } },
    ],
    [
      'a streamed one as Moonshot sends it',
      { model: 'k3', choices: [{ usage: { prompt_tokens: 10, completion_tokens: 3, cached_tokens: 4 } }] },
      { model: 'k3', part: { input: 6, cacheRead: 4, output: 3 } },
    ],
    ['an event without usage', { model: 'k3', choices: [], usage: null }, { model: 'k3', part: null }],
    ['a usage of nonsense', { usage: { input_tokens: '5', output_tokens: -1 } }, { model: null, part: null }],
  ])('reads %s', (_what, json, reading) => {
    expect(readUsage(json)).toEqual(reading)
  })

  test.each([null, 5, 'usage', [], [{ usage: {} }]])('reads nothing from %j', (json) => {
    expect(readUsage(json)).toEqual({ model: null, part: null })
  })

  test('cuts a model name that is too long, and takes what would move a cursor out of it', () => {
    expect(readUsage({ model: `k\u001b[2J${'x'.repeat(100)}` }).model).toBe(`k?[2J${'x'.repeat(59)}`)
  })
})

test('a later part replaces the counts of the prompt together, or leaves them where it has none', () => {
  const start = withPart(null, { input: 1_000, cacheRead: 0, cacheCreation: 0, output: 1 })
  expect(withPart(start, { input: 0, output: 50 })).toEqual({ ...start, output: 50 })
  expect(withPart(start, { input: 200, cacheRead: 800, output: 50 })).toEqual({
    input: 200,
    cacheRead: 800,
    cacheCreation: 0,
    output: 50,
  })
})

test('the share of the cache is not known without a prompt', () => {
  expect(cacheShare({ input: 0, output: 9, cacheRead: 0, cacheCreation: 0 })).toBe(null)
  expect(cacheShare({ input: 10, output: 9, cacheRead: 80, cacheCreation: 10 })).toBe(0.8)
})
