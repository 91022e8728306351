/** What Anthropic's client library is answered for each refusal of Kimi's, through the built command line. */
import Anthropic from '@anthropic-ai/sdk'
import { describe, expect, it, onTestFinished } from 'vitest'
import { call } from '../../electron/testing/network/client'
import { REFUSALS, type RefusalName } from '../simulator'
import { LIMITS, SIGN_IN_WORDS, useUp } from './limits'
import { messagesAt, type PlanMachine, planMachine, sharedPlanMachine } from './plan-machine'
import { CLAUDE_CODE, clientOf, question } from './sessions'

const OTHER = 'Anthropic/JS 1.12.0'
/** The library's own. */
const RETRIES = 2

async function failureOf(
  { engine }: PlanMachine,
  userAgent: string,
): Promise<InstanceType<typeof Anthropic.APIError>> {
  const client = clientOf(engine.port, { 'user-agent': userAgent }, RETRIES)
  const failure: unknown = await client.messages.create(question('hello')).catch((reason: unknown) => reason)
  if (!(failure instanceof Anthropic.APIError)) throw new Error(`not refused: ${JSON.stringify(failure)}`)
  return failure
}

describe('a limit', () => {
  it.each(LIMITS)(
    'in the words of $name is told Claude Code with its reset, after one request',
    async (limit) => {
      const bench = await planMachine(onTestFinished)
      const time = useUp(bench.simulator, limit)
      const failure = await failureOf(bench, CLAUDE_CODE)
      process.stdout.write(`${limit.name}: ${failure.message}\n`)
      expect([402, 429]).toContain(failure.status)
      expect(failure.error).toMatchObject({ type: 'error', error: { type: expect.any(String) } })
      expect(failure.message).toContain(time)
      expect(failure.message).toContain(REFUSALS[limit.name].message)
      expect(failure.message).not.toMatch(SIGN_IN_WORDS)
      expect(messagesAt(bench.simulator)).toBe(1)
    },
  )

  it('that is reached right after a look at the usages is told with its reset all the same', async () => {
    const bench = await planMachine(onTestFinished)
    await bench.untilQuotaKnown()
    const time = useUp(bench.simulator, { name: 'period', window: 'fiveHours' })
    expect((await failureOf(bench, CLAUDE_CODE)).message).toContain(time)
  })

  it('passes to other clients as Kimi said it', async () => {
    const bench = await planMachine(onTestFinished)
    useUp(bench.simulator, { name: 'week', window: 'week' })
    const { status, error } = await failureOf(bench, OTHER)
    const { type, message } = REFUSALS.week
    expect([status, error]).toEqual([403, { type: 'error', error: { type, message } }])
  })

  it('is explained to other clients where the setting says so', async () => {
    const bench = await planMachine(onTestFinished, { engine: { settings: { explainLimits: true } } })
    const time = useUp(bench.simulator, { name: 'week', window: 'week' })
    expect((await failureOf(bench, OTHER)).message).toContain(time)
  })
})

describe('a refusal for too many requests at a time', () => {
  const machine = sharedPlanMachine()

  it.each(['concurrency', 'concurrencyAsRate'] as const)('is noticed by nobody (%s)', async (name) => {
    const { engine, simulator } = machine()
    const before = messagesAt(simulator)
    simulator.plan.refuse(name, 2)
    const client = clientOf(engine.port, { 'user-agent': OTHER })
    const { stop_reason } = await client.messages.create(question('hello'))
    expect(stop_reason).toBe('end_turn')
    expect(messagesAt(simulator) - before).toBe(3)
    expect(simulator.log.refreshRequests).toEqual([])
  })
})

/** No limits: what mends them lies elsewhere, and Kimi's own words go along. */
const OTHERS: readonly RefusalName[] = [
  'membershipUnverified',
  'userAgentGate',
  'modelNotInPlan',
  'requestTooLarge',
  'contextTooLong',
  'reasoningMissing',
  'imageUrl',
  'duplicatedFunction',
  'highRisk',
]

describe('another refusal', () => {
  const machine = sharedPlanMachine()

  it.each(OTHERS)('%s reaches Claude Code with the words of Kimi, and ends no login', async (name) => {
    const bench = machine()
    const { simulator, engine } = bench
    const before = messagesAt(simulator)
    simulator.plan.refuse(name)
    onTestFinished(() => simulator.plan.refuse(null))
    const failure = await failureOf(bench, CLAUDE_CODE)
    process.stdout.write(`${name}: ${failure.message}\n`)
    expect(failure.message).toContain(REFUSALS[name].message)
    expect(messagesAt(simulator) - before).toBe(1)
    expect(simulator.log.refreshRequests).toEqual([])
    expect((await engine.health()).status).toBe(200)
    expect((await bench.plan()).limitReached).toBeNull()
  })

  it.each(['overloaded', 'tooManyRequests', 'internal'] as const)(
    '%s is left to the retries of the client',
    async (name) => {
      const { engine, simulator } = machine()
      const before = messagesAt(simulator)
      simulator.plan.refuse(name, 1)
      const client = clientOf(engine.port, { 'user-agent': CLAUDE_CODE }, RETRIES)
      expect((await client.messages.create(question('hello'))).stop_reason).toBe('end_turn')
      expect(messagesAt(simulator) - before).toBe(2)
    },
  )

  it('the gate of chat completions meets a client under its own name, in the words of Kimi', async () => {
    const { engine, simulator } = machine()
    const headers = { 'content-type': 'application/json', 'user-agent': 'OpenAI/JS 6.1.0' }
    const answer = await call(engine.port, '/v1/chat/completions', { method: 'POST', headers, body: '{}' })
    expect(answer.status).toBe(403)
    expect(answer.text).toContain(REFUSALS.userAgentGate.message)
    expect(simulator.log.apiRequests.at(-1)?.headers['user-agent']).toBe('OpenAI/JS 6.1.0')
  })
})
