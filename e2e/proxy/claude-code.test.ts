/**
 * The real Claude Code while Kimi ends its access tokens early and two busy loops hold the processors, with Kimi over
 * http and over https. KIMI_PROXY_CLAUDE names the `claude` command, without it nothing runs here;
 * KIMI_PROXY_CLAUDE_RUNS says how often the six tool turns are run with each, once where it is not set.
 * @module-tag real-claude-code
 */
import { spawn } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { linesOf } from '../../electron/testing/harness'
import { certificates } from '../../electron/testing/network/certificates'
import { type Machine, machine, type TestEngine } from '../harness/machine'

const CLAUDE = process.env['KIMI_PROXY_CLAUDE'] ?? ''
const RUNS = Array.from(
  { length: Number(process.env['KIMI_PROXY_CLAUDE_RUNS'] ?? 1) },
  (_, index) => index + 1,
)
const KILL_EVERY_MS = 2_000
/** Claude Code tries a failed request again for minutes: a run that takes so long has failed. */
const LIMIT_MS = 180_000

type End = (end: () => Promise<void>) => void
type Scheme = 'http' | 'https'

interface Bench extends Machine {
  readonly engine: TestEngine
  readonly scheme: Scheme
}

/** The built engine, a simulated Kimi over that scheme, and the two busy loops. */
async function busyMachine(end: End, scheme: Scheme): Promise<Bench> {
  const certs = scheme === 'https' ? await certificates() : null
  const bench = await machine(end, certs === null ? {} : { tls: { key: certs.key, cert: certs.cert } })
  bench.sandbox.saveLogin(bench.simulator.issueLogin())
  const engine = await bench.start(certs === null ? {} : { env: { NODE_EXTRA_CA_CERTS: certs.caFile } })
  // Each ends on its own too, should the test be killed.
  const source = `for (const endAt = Date.now() + ${LIMIT_MS}; Date.now() < endAt; );`
  for (let count = 0; count < 2; count += 1) {
    const loop = spawn(process.execPath, ['-e', source], { stdio: 'ignore' })
    end(async () => {
      loop.kill('SIGKILL')
    })
  }
  return { ...bench, engine, scheme }
}

/** Plays that many tool turns, and expects that Claude Code was never answered with a failure. */
async function playTurns({ sandbox, simulator, engine, scheme }: Bench, turns: number): Promise<void> {
  // An answer takes 2.4 s: longer than a token lives that is killed every 2 s.
  const args = ['-p', `use the tool ${turns} times, slow 300 ms`, '--allowedTools', 'Bash']
  const env = { CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', IS_SANDBOX: '1' }
  const startedAtMs = performance.now()
  // `run` leads it to the engine that runs here, with a dummy key; its home is the sandbox's.
  const command = ['run', '--', CLAUDE, ...args, '--output-format', 'json']
  const { code, stdout, stderr } = await sandbox.run(command, env)
  const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(1)
  await engine.stop()
  const logged = linesOf(sandbox.log()).map((line) => JSON.parse(line))
  const statuses = logged.flatMap(({ event, status }) => (event === 'request' ? [status] : []))
  const { failures401, grantedCount } = simulator.log
  process.stdout.write(
    `${scheme}: exit ${code} after ${seconds} s, ${failures401} 401s of Kimi, ${grantedCount} renewals, ` +
      `Claude Code was answered ${statuses.join(' ')}\n`,
  )
  expect(code, stdout + stderr + sandbox.log()).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    is_error: false,
    num_turns: turns + 1,
    permission_denials: [],
    result: `done after ${turns} steps`,
  })
  expect(statuses, sandbox.log()).toEqual(Array.from({ length: turns + 1 }, () => 200))
}

const schemes: Scheme[] = ['http', 'https']
describe.for(schemes)('Claude Code beside two busy loops, Kimi over %s', (scheme) => {
  it.for(RUNS)(
    'makes six tool turns on a token that dies every 2 s (run %i)',
    { timeout: LIMIT_MS },
    async (_, { onTestFinished }) => {
      const bench = await busyMachine(onTestFinished, scheme)
      const killer = setInterval(() => bench.simulator.revokeAccessTokens(), KILL_EVERY_MS)
      onTestFinished(async () => clearInterval(killer))
      await playTurns(bench, 6)
      expect(bench.simulator.log.failures401).toBeGreaterThanOrEqual(3)
    },
  )

  it('does not notice that a token ends between its renewal and its first use', {
    timeout: LIMIT_MS,
  }, async ({ onTestFinished }) => {
    const bench = await busyMachine(onTestFinished, scheme)
    const { simulator } = bench
    simulator.revokeAccessTokens()
    simulator.onRotated = async () => {
      if (simulator.log.grantedCount === 1) simulator.revokeAccessTokens()
    }
    await playTurns(bench, 2)
    expect(simulator.log.grantedCount).toBe(2)
  })
})
