/** Whatever an answer holds and wherever it is cut into chunks, the same is read of it, and nothing throws. */
import { describe, expect, test } from 'vitest'
import { randomOf } from '../../testing/random'
import { UsageTap } from './usage-tap'

type Random = (below: number) => number

const SEEDS = 300

/** One test, for each seed; a failure names its seed. */
function each(name: string, body: (random: Random) => void): void {
  test(`${name}, for ${SEEDS} seeds`, () => {
    for (let seed = 0; seed < SEEDS; seed += 1) {
      try {
        body(randomOf(seed))
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error })
      }
    }
  })
}

const LINE_ENDS = ['\n', '\r\n', '\r'] as const
/** What a model may write that looks like what is looked for. */
const TRICKS = [
  '"usage":{"input_tokens":9}',
  'data: {"usage":{}}\n\n',
  '\\"usage\\"',
  '用量 "usage" 🌒',
  '}{][',
  '',
]

/** In random chunks; empty ones too. */
function cut(bytes: Buffer, random: Random): readonly Buffer[] {
  const chunks: Buffer[] = []
  const longest = [1, 3, 40, 4_000][random(4)] ?? 1
  for (let at = 0; at < bytes.length; ) {
    const length = random(longest + 1)
    chunks.push(bytes.subarray(at, at + length))
    at += length
  }
  return chunks
}

function told(type: string, chunks: readonly Buffer[], encoding?: string) {
  const tap = new UsageTap(type, encoding)
  for (const chunk of chunks) tap.push(chunk)
  return tap.told
}

function pick<T>(list: readonly [T, ...T[]] | readonly T[], random: Random): T {
  const one = list[random(list.length)]
  if (one === undefined) throw new Error('nothing to pick from')
  return one
}

/** An event, with noise around it. */
function event(json: object, random: Random): string {
  const end = pick(LINE_ENDS, random)
  const name = random(2) === 0 ? '' : `event: something${end}`
  const comment = random(4) === 0 ? `: keep-alive${end}${end}` : ''
  const space = random(2) === 0 ? ' ' : ''
  return `${comment}${name}data:${space}${JSON.stringify(json)}${end}${end}`
}

function delta(random: Random): object {
  return {
    type: 'content_block_delta',
    delta: { type: 'text_delta', text: pick(TRICKS, random).repeat(1 + random(3)) },
    ...(random(3) === 0 ? { usage: null } : {}),
  }
}

function noise(random: Random): string {
  const broken = [
    'data: {"usage":{"input_tokens":7',
    'data: "usage":{',
    'data',
    'usage',
    ': "usage":{',
    'data: [DONE]',
  ]
  const giant = `data: {"text":"${'x'.repeat(20_000)}","usage":{"input_tokens":1}}`
  return `${random(8) === 0 ? giant : pick(broken, random)}${pick(LINE_ENDS, random)}`
}

const sometimes = (random: Random, make: () => string, most = 5) =>
  Array.from({ length: random(most) }, make).join('')

describe('of a stream', () => {
  each('in the form of Anthropic', (random) => {
    const [input, cacheRead, cacheCreation, output] = [
      1 + random(9_999),
      random(9_999),
      random(99),
      1 + random(999),
    ]
    const usage = {
      input_tokens: input,
      cache_read_input_tokens: cacheRead,
      cache_creation_input_tokens: cacheCreation,
      output_tokens: 1,
    }
    const text = [
      event({ type: 'message_start', message: { model: 'kimi-for-coding', content: [], usage } }, random),
      sometimes(random, () => event(delta(random), random)),
      sometimes(random, () => noise(random)),
      event({ type: 'message_delta', delta: {}, usage: { output_tokens: output } }, random),
      event({ type: 'message_stop' }, random),
    ].join('')
    expect(told('text/event-stream; charset=utf-8', cut(Buffer.from(text), random))).toEqual({
      model: 'kimi-for-coding',
      usage: { input, cacheRead, cacheCreation, output },
    })
  })

  each('in the form of OpenAI', (random) => {
    const [prompt, cached, output] = [5_000 + random(5_000), random(5_000), 1 + random(999)]
    const usage = { prompt_tokens: prompt, completion_tokens: output, cached_tokens: cached }
    const inChoice = random(2) === 0
    const text = [
      event({ model: 'k3', choices: [{ delta: { role: 'assistant' } }], usage: null }, random),
      sometimes(random, () => event({ ...delta(random), model: 'k3' }, random)),
      event(inChoice ? { choices: [{ usage }] } : { choices: [], usage }, random),
      'data: [DONE]\n\n',
    ].join('')
    expect(told('text/event-stream', cut(Buffer.from(text), random))).toEqual({
      model: 'k3',
      usage: { input: prompt - cached, cacheRead: cached, cacheCreation: 0, output },
    })
  })
})

describe('of an answer in one piece', () => {
  each('its own fields are read, not those of what the model wrote', (random) => {
    const [input, output] = [1 + random(9_999), 1 + random(999)]
    const content = [
      { type: 'text', text: pick(TRICKS, random) },
      { type: 'tool_use', input: { usage: { input_tokens: 77 }, model: 'other', deep: [{ usage: [] }] } },
    ]
    const fields: readonly (readonly [string, unknown])[] = [
      ['model', 'k3'],
      ['content', content],
      ['usage', { input_tokens: input, output_tokens: output, server_tool_use: { web: 0 } }],
      ['a "quoted" \\ 名', [true, null, -1.5e3, {}]],
    ]
    const inOrder = fields
      .map((field) => ({ field, at: random(1_000) }))
      .sort((one, other) => one.at - other.at)
    const json = Object.fromEntries(inOrder.map(({ field }) => field))
    const text = JSON.stringify(json, null, pick([0, 2], random))
    expect(told('application/json', cut(Buffer.from(text), random))).toEqual({
      model: 'k3',
      usage: { input, output, cacheRead: 0, cacheCreation: 0 },
    })
  })
})

describe('of bytes without sense', () => {
  const ALPHABET = '{}[]":,\\ \n\rdata:usage0'

  each('nothing throws, and chunks make no difference', (random) => {
    const text = Array.from({ length: random(400) }, () =>
      random(6) === 0 ? pick(['data:', '"usage":{', '"model":'], random) : ALPHABET[random(ALPHABET.length)],
    ).join('')
    const bytes = Buffer.from(text)
    for (const type of ['text/event-stream', 'application/json']) {
      expect(told(type, cut(bytes, random))).toEqual(told(type, [bytes]))
    }
  })

  test('what is encoded, or neither JSON nor events, is not looked at', () => {
    const json = Buffer.from('{"model":"k3","usage":{"input_tokens":1}}')
    const nothing = { model: null, usage: null }
    expect(told('application/json', [json], 'gzip')).toEqual(nothing)
    expect(told('text/html', [json])).toEqual(nothing)
    expect(told('application/json', [json], 'identity').model).toBe('k3')
  })
})
