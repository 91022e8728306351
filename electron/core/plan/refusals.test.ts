import { expect, test } from 'vitest'
import { type RefusalKind, refusalOf } from './refusals'

interface Sample {
  readonly status: number
  readonly message: string
  readonly type?: string
}

/** What Kimi says, by what it means (sources: `refusals.ts`). */
const SAMPLES: Readonly<Record<string, readonly Sample[]>> = {
  signedOut: [
    {
      status: 401,
      message: 'The API Key appears to be invalid or may have expired',
      type: 'authentication_error',
    },
    { status: 401, message: 'Invalid Authentication', type: 'authentication_error' },
  ],
  membership: [
    {
      status: 402,
      message: "We're unable to verify your membership benefits. Please ensure your membership is active.",
    },
  ],
  'limit fiveHours': [
    {
      status: 403,
      message:
        "You've reached your 5-hour usage limit. Your quota will reset when the current 5-hour window ends. To continue now, purchase extra usage or upgrade your plan: https://www.kimi.com/membership/subscription?tab=quota",
      type: 'permission_error',
    },
  ],
  'limit week': [
    {
      status: 403,
      message:
        "You've reached your weekly (7-day) usage limit. Your quota will reset when the current 7-day window ends. To continue now, purchase extra usage or upgrade your monthly plan: https://www.kimi.com/membership/subscription?tab=quota",
      type: 'access_terminated_error',
    },
    { status: 403, message: 'Your seven-day usage limit has been reached.', type: 'access_terminated_error' },
  ],
  'limit month': [
    {
      status: 403,
      message: "You've reached your monthly usage limit for this billing cycle",
      type: 'access_terminated_error',
    },
    { status: 429, message: "You've reached kimi monthly usage limit" },
  ],
  'limit billingCycle': [
    {
      status: 403,
      message:
        "You've reached your usage limit for this billing cycle. Your quota will be refreshed in the next cycle. To continue now, purchase extra usage or upgrade your plan: https://www.kimi.com/code/#pricing",
      type: 'permission_error',
    },
    { status: 429, message: "You've reached your usage limit for this period" },
    { status: 403, message: 'Quota exceeded, please upgrade your plan or retry later' },
    {
      status: 429,
      message: 'Your account is suspended, please check your plan and billing details',
      type: 'exceeded_current_quota_error',
    },
  ],
  concurrency: [
    {
      status: 403,
      message:
        "You've reached your concurrent request limit. Please wait for your ongoing requests to finish and try again.",
      type: 'permission_error',
    },
    {
      status: 403,
      message: "You've reached your concurrent request limit.",
      type: 'access_terminated_error',
    },
    { status: 429, message: 'Too many concurrent requests' },
    {
      status: 429,
      message: 'request reached organization max concurrency: 30, please try again after 1 seconds',
      type: 'rate_limit_reached_error',
    },
  ],
  overloaded: [
    {
      status: 429,
      message: 'The engine is currently overloaded, please try again later',
      type: 'rate_limit_error',
    },
    {
      status: 429,
      message: "We're receiving too many requests at the moment. Please wait a moment and try again.",
      type: 'rate_limit_reached_error',
    },
    {
      status: 429,
      message: 'request reached organization max RPM: 20, please try again after 1 seconds',
      type: 'rate_limit_reached_error',
    },
    { status: 529, message: 'Overloaded', type: 'overloaded_error' },
  ],
  userAgentGate: [
    {
      status: 403,
      message:
        'Kimi For Coding is currently only available for Coding Agents such as Kimi CLI, Claude Code, Roo Code, Kilo Code, etc.',
      type: 'access_terminated_error',
    },
  ],
  modelNotInPlan: [
    {
      status: 404,
      message: 'Not found the model kimi-for-coding-highspeed or Permission denied',
      type: 'resource_not_found_error',
    },
  ],
  tooLarge: [
    {
      status: 400,
      message: 'total message size 2100000 exceeds limit 2097152',
      type: 'invalid_request_error',
    },
    { status: 413, message: 'Payload Too Large' },
  ],
  contextTooLong: [
    {
      status: 400,
      message: 'Invalid request: Your request exceeded model token limit: 262144',
      type: 'invalid_request_error',
    },
  ],
  unknown: [
    {
      status: 403,
      message: 'Access terminated. Review our Community Guidelines',
      type: 'access_terminated_error',
    },
    { status: 400, message: 'The request was rejected because it was considered high risk' },
    {
      status: 400,
      message: 'unsupported image url: You have reached your usage limit for this billing cycle',
    },
    { status: 500, message: "You've reached your usage limit" },
    { status: 429, message: '' },
  ],
}

function forms({ message, type }: Sample): string[] {
  const error = type === undefined ? { message } : { type, message }
  const reversed = Object.fromEntries(Object.entries(error).reverse())
  return [
    JSON.stringify({ type: 'error', error }),
    JSON.stringify({ error: reversed, type: 'error', request_id: 'r' }, null, 2),
    JSON.stringify({ error: { ...error, param: null, code: null } }),
    JSON.stringify([{ error }]),
    JSON.stringify({ error: { ...error, message: message.toUpperCase() } }),
    `\uFEFF ${JSON.stringify(error)}\n`,
  ]
}

function nameOf(status: number, body: string): string {
  const refusal = refusalOf(status, body)
  return refusal?.kind === 'limit' ? `limit ${refusal.name}` : String(refusal?.kind)
}

for (const [name, samples] of Object.entries(SAMPLES)) {
  test(`what Kimi says for "${name}" is told apart in every form it comes in`, () => {
    for (const sample of samples) {
      for (const body of forms(sample))
        expect(nameOf(sample.status, body), `${sample.status} ${body}`).toBe(name)
      if (sample.type === undefined) expect(nameOf(sample.status, sample.message)).toBe(name)
    }
  })
}

test("Kimi's own words are kept on one line, and not too many of them", () => {
  const body = (message: string) => JSON.stringify({ error: { message } })
  expect(refusalOf(403, body('one\n\u001b[31mtwo  three'))?.words).toBe('one [31mtwo three')
  expect(refusalOf(403, body('x'.repeat(10_000)))?.words).toHaveLength(600)
  expect(refusalOf(403, body('已达上限'))?.words).toBe('已达上限')
})

test('a page of a gateway, and what was cut, says nothing', () => {
  const page = "<html><title>429</title>You've reached your usage limit</html>"
  for (const body of [
    page,
    '{"error":{"message":"You\'ve reached your usage limit',
    '',
    'null',
    '[]',
    '{"error":[]}',
  ]) {
    for (const status of [402, 403, 429]) expect(nameOf(status, body), body).toBe('unknown')
  }
})

test('an answer that refuses nothing is no refusal', () => {
  for (const status of [0, 200, 204, 304, Number.NaN]) {
    expect(refusalOf(status, JSON.stringify({ error: { message: 'usage limit' } }))).toBeNull()
  }
})

/** A small generator (xorshift): the same bodies in every run. */
function* numbers(seed: number): Generator<number, never> {
  let at = seed
  for (;;) {
    at ^= at << 13
    at ^= at >>> 17
    at ^= at << 5
    yield (at >>> 0) / 2 ** 32
  }
}

const PIECES = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ':',
  ',',
  'error',
  'message',
  'type',
  'null',
  '\\u0000',
  '\u0000',
  '<',
  '7',
  'limit',
  'usage',
  '5',
  'hour',
  '限',
  '😀',
  ' ',
  'concurrent',
  'quota',
  'window',
]

test('of random bodies none throws, and only what says so for a status of the plan is a limit', () => {
  const random = numbers(42)
  const next = (below: number) => Math.floor(random.next().value * below)
  for (let run = 0; run < 5_000; run += 1) {
    const body = Array.from({ length: next(40) }, () => PIECES[next(PIECES.length)]).join(
      next(2) === 0 ? '' : ' ',
    )
    const status = 400 + next(200)
    const refusal = refusalOf(status, next(2) === 0 ? body : JSON.stringify({ error: { message: body } }))
    const kind: RefusalKind | undefined = refusal?.kind
    expect(kind, body).toBeDefined()
    if (kind === 'limit') {
      expect([402, 403, 429], body).toContain(status)
      expect(body.toLowerCase()).toMatch(/usage limit/)
    }
  }
})

test('a very long or deep body is read as fast as a short one', () => {
  const startedAt = performance.now()
  refusalOf(403, '['.repeat(50_000_000))
  refusalOf(403, JSON.stringify({ error: { message: 'model '.repeat(1_000_000) } }))
  refusalOf(429, `${'a '.repeat(5_000_000)}`)
  expect(performance.now() - startedAt).toBeLessThan(2_000)
})
