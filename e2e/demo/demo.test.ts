import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { CLI, finish, untilOutput } from '../../electron/testing/harness'

it('the demo streams an answer, tells renewals, and leaves nothing behind', async ({ onTestFinished }) => {
  const home = mkdtempSync(join(tmpdir(), 'kimi-proxy-demo-test-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  const demo = spawn(process.execPath, [join(dirname(CLI), 'demo.js'), '--token-seconds', '4'], {
    env: { PATH: process.env['PATH'], HOME: home, TMPDIR: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = finish(demo)
  // A token of four seconds is renewed in the middle of the answer.
  const answered = /^(?=[\s\S]*\[token renewed)[\s\S]*Kimi: (?:\d+ (?:\[token renewed.*\n)*){12}/
  const seen = await untilOutput(demo, answered)
  expect(seen).toMatch(/export ANTHROPIC_BASE_URL=http:\/\/127\.0\.0\.1:\d+\n/)
  demo.kill('SIGINT')
  const { code, stdout, stderr } = await ended
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/The demo has ended\. Renewals: \d+, failed answers: 0\.\n$/)
  expect(readdirSync(home)).toEqual([])
})
