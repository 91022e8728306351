/**
 * The real Claude Code with a home of its own and nothing else set: works once connected, and not once disconnected.
 * KIMI_PROXY_CLAUDE names the `claude` command, without it nothing runs here.
 * @module-tag real-claude-code
 */
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { finish } from '../../electron/testing/harness'
import { machine } from '../harness/machine'

it('works after connect, and not after disconnect', { timeout: 120_000 }, async ({ onTestFinished }) => {
  const { sandbox, simulator, start } = await machine(onTestFinished)
  sandbox.saveLogin(simulator.issueLogin())
  await start()
  const folder = join(sandbox.root, 'somewhere')
  mkdirSync(folder)
  const claude = () =>
    finish(
      spawn(process.env['KIMI_PROXY_CLAUDE'] ?? '', ['-p', 'hello', '--output-format', 'json'], {
        cwd: folder,
        env: {
          PATH: process.env['PATH'],
          HOME: sandbox.root,
          CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
          IS_SANDBOX: '1',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    )
  const before = await claude()
  expect(before.code, before.stdout).not.toBe(0)
  const connected = await sandbox.run(['connect', '--yes'])
  expect(connected.code, connected.stdout + connected.stderr).toBe(0)
  const asked = simulator.log.apiRequests.length
  const works = await claude()
  expect(works.code, works.stdout + works.stderr).toBe(0)
  expect(JSON.parse(works.stdout)).toMatchObject({ is_error: false })
  expect(works.stderr).not.toContain('unrecognized_model')
  expect(simulator.log.apiRequests.length).toBeGreaterThan(asked)
  await sandbox.run(['disconnect', '--yes'])
  const after = await claude()
  expect(after.code, after.stdout).not.toBe(0)
  expect(simulator.log.apiRequests.length).toBe(asked + 1)
})
