/**
 * Six tool turns of the real Claude Code while Kimi ends its access token every 2 s and two busy loops hold the
 * processors, over http and https. KIMI_PROXY_CLAUDE names the `claude` command, without it nothing runs here;
 * KIMI_PROXY_CLAUDE_RUNS is the number of runs for each scheme, 1 where it is not set.
 */
import { spawn } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { certificates } from '../electron/testing/certificates'
import { type Finished, linesOf } from './harness'
import { type Machine, machine, type TestEngine } from './machine'

const CLAUDE = process.env['KIMI_PROXY_CLAUDE'] ?? ''
const RUNS = Number(process.env['KIMI_PROXY_CLAUDE_RUNS'] ?? 1)
const TURNS = 6
const KILL_EVERY_MS = 2_000
/** Claude Code repeats a failed request for minutes; a run that gets there has failed. */
const LIMIT_MS = 180_000

type End = (end: () => Promise<void>) => void

async function kimi(end: End, scheme: 'http' | 'https'): Promise<Machine & { engine: TestEngine }> {
  const certs = scheme === 'https' ? await certificates() : null
  const env: Record<string, string> = certs === null ? {} : { NODE_EXTRA_CA_CERTS: certs.caFile }
  const bench = await machine(end, certs === null ? {} : { tls: { key: certs.key, cert: certs.cert } })
  bench.sandbox.saveLogin(bench.simulator.issueLogin())
  return { ...bench, engine: await bench.start({ env }) }
}

/** One process at full speed that ends with the test, and on its own should the test be killed. */
function busyLoop(end: End): void {
  const source = `for (const endAt = Date.now() + ${LIMIT_MS}; Date.now() < endAt; );`
  const child = spawn(process.execPath, ['-e', source], { stdio: 'ignore' })
  end(async () => {
    child.kill('SIGKILL')
  })
}

/** Claude Code in a home of its own, set up by `kimi-proxy run` as for a user. */
function claude({ sandbox }: Machine): Promise<Finished> {
  // An answer takes 2.4 s, so that each request but the first meets a token that has been ended.
  const prompt = `use the tool ${TURNS} times, slow 300 ms`
  const args = ['-p', prompt, '--allowedTools', 'Bash', '--output-format', 'json']
  const env = { CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', IS_SANDBOX: '1' }
  return sandbox.run(['run', '--', CLAUDE, ...args], env)
}

/** What Claude Code was answered, request by request. */
function statuses({ sandbox }: Machine): number[] {
  const lines = linesOf(sandbox.log()).map((line) => JSON.parse(line))
  return lines.filter(({ event }) => event === 'request').map(({ status }) => status)
}

describe.skipIf(CLAUDE === '').for(['http', 'https'] as const)('Claude Code with Kimi over %s', (scheme) => {
  const runs = Array.from({ length: RUNS }, (_, index) => index + 1)
  it.for(runs)(
    `makes ${TURNS} tool turns on a token that dies every 2 s, beside two busy loops (run %i)`,
    {
      timeout: LIMIT_MS,
    },
    async (_, { onTestFinished }) => {
      const bench = await kimi(onTestFinished, scheme)
      const { log } = bench.simulator
      let kills = 0
      const killer = setInterval(() => {
        bench.simulator.revokeAccessTokens()
        kills += 1
      }, KILL_EVERY_MS)
      onTestFinished(async () => clearInterval(killer))
      busyLoop(onTestFinished)
      busyLoop(onTestFinished)
      const startedAtMs = performance.now()
      const { code, stdout, stderr } = await claude(bench)
      const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(1)
      await bench.engine.stop()
      process.stdout.write(
        `${scheme}: exit ${code} after ${seconds} s, ${kills} kills, ${log.failures401} 401s of Kimi, ` +
          `${log.grantedCount} renewals, answered ${statuses(bench).join(' ')}\n`,
      )
      expect(code, stdout + stderr + bench.sandbox.log()).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({
        is_error: false,
        num_turns: TURNS + 1,
        permission_denials: [],
        result: `done after ${TURNS} steps`,
      })
      expect(log.failures401).toBeGreaterThanOrEqual(TURNS / 2)
      // No failure reached Claude Code, so it had nothing to try again.
      expect(statuses(bench), bench.sandbox.log()).toEqual(Array.from({ length: TURNS + 1 }, () => 200))
    },
  )
})
