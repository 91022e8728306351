/**
 * What the real Claude Code shows for each refusal of Kimi's, as a table. KIMI_PROXY_CLAUDE names the `claude` command, without
 * it nothing runs here.
 * @module-tag real-claude-code
 */
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { REFUSALS, type RefusalName } from '../simulator'
import { LIMITS, SIGN_IN_WORDS, useUp } from './limits'
import { messagesAt, type PlanMachine, planMachine } from './plan-machine'

const CLAUDE = process.env['KIMI_PROXY_CLAUDE'] ?? ''
const LIMIT_MS = 60_000
/** Claude Code takes seconds to start, and takes them from the processor. */
const AT_ONCE = { timeout: LIMIT_MS }

interface Shown {
  readonly code: number | null
  readonly text: string
  readonly requests: number
}

const rows: string[] = []

async function runClaude(bench: PlanMachine, title: string): Promise<Shown> {
  const env = { CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', IS_SANDBOX: '1' }
  const startedAtMs = performance.now()
  // On stderr it says that it does not know the model.
  const { code, stdout } = await bench.sandbox.run(['run', '--', CLAUDE, '-p', 'hello'], env)
  const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(1)
  const text = stdout.trim()
  const requests = messagesAt(bench.simulator)
  rows.push(`| ${title} | ${code} | ${requests} | ${seconds} | ${text.replaceAll('\n', ' / ')} |`)
  return { code, text, requests }
}

afterAll(() => {
  process.stdout.write(
    `| refusal | exit | requests | s | shown |\n|---|---|---|---|---|\n${rows.join('\n')}\n`,
  )
})

describe('Claude Code', () => {
  it.each(LIMITS)('shows when the limit ends, after one request ($name)', AT_ONCE, async (limit) => {
    const bench = await planMachine(onTestFinished)
    const time = useUp(bench.simulator, limit)
    const { code, text, requests } = await runClaude(bench, limit.name)
    expect([code === 0, requests], text).toEqual([false, 1])
    expect(text).toContain(time)
    expect(text).not.toMatch(SIGN_IN_WORDS)
  })

  it.each(['concurrency', 'concurrencyAsRate'] as const)('notices nothing of %s', AT_ONCE, async (name) => {
    const bench = await planMachine(onTestFinished)
    bench.simulator.plan.refuse(name, 2)
    const { code, text, requests } = await runClaude(bench, `${name}, twice`)
    expect([code, text, requests]).toEqual([0, 'Hello from the simulated Kimi.', 3])
  })

  const others: readonly RefusalName[] = [
    'membershipUnverified',
    'userAgentGate',
    'modelNotInPlan',
    'requestTooLarge',
    'contextTooLong',
  ]
  it.each(others)('shows the words of Kimi (%s)', AT_ONCE, async (name) => {
    const bench = await planMachine(onTestFinished)
    bench.simulator.plan.refuse(name)
    const { code, text } = await runClaude(bench, name)
    expect(code, text).not.toBe(0)
    expect(text).toContain(REFUSALS[name].message)
  })

  it('goes on at the reset where requests wait for it', AT_ONCE, async () => {
    const bench = await planMachine(onTestFinished, {
      engine: { args: ['--park'], settings: { parkMinutes: 2 } },
    })
    bench.simulator.plan.windows.set('fiveHours', { used: 100, resetsInMs: 10_000 })
    const { code, text } = await runClaude(bench, 'period, over after 10 s, waited for')
    expect([code, text]).toEqual([0, 'Hello from the simulated Kimi.'])
  })
})
