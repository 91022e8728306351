/** `kimi-proxy log` of real processes against the simulated Kimi. */
import { describe, expect, test } from 'vitest'
import { linesOf, type Sandbox } from '../../electron/testing/harness'
import { call, messageBody } from '../../electron/testing/network/client'
import { until } from '../../electron/testing/until'
import { sandboxed } from '../harness/sandboxed'

const SECRET_TEXT = 'nobody-may-see-this'

async function ask(port: number, session: string): Promise<void> {
  await call(port, `/v1/messages?key=${SECRET_TEXT}`, {
    method: 'POST',
    headers: { 'x-claude-code-session-id': session, 'user-agent': 'claude-cli/2.1.332 (external)' },
    body: messageBody(SECRET_TEXT, true),
  })
}

async function json(sandbox: Sandbox, ...args: readonly string[]) {
  return JSON.parse((await sandbox.run(['log', ...args])).stdout)
}

describe('log', () => {
  test('shows the last requests, of all sessions or one, and what they took', async () => {
    const { sandbox } = await sandboxed()
    const { port } = await sandbox.startEngine()
    expect((await sandbox.run(['log'])).stdout).toBe('No requests yet.\n')
    for (const session of ['aaaa-1', 'bbbb-2', 'aaaa-1']) await ask(port, session)
    await until('all have ended', async () => (await json(sandbox, '--json')).records.length === 3)
    const { code, stdout, stderr } = await sandbox.run(['log'])
    expect([code, stderr]).toEqual([0, ''])
    const [head = '', ...rows] = linesOf(stdout)
    expect(head).toMatch(/^Time +Model +Result +Took +Tokens +Cache +Waited for$/)
    expect(rows.slice(0, 3).every((row) => /^\d\d:\d\d:\d\d {2}kimi-for-coding {2}200 /.test(row))).toBe(true)
    expect(stdout).toMatch(/\nSessions +Requests[^\n]*\nbbbb-2 +1 [^\n]*\naaaa-1 +2 /)
    expect(stdout).toMatch(/\nDays +Requests[^\n]*\n\d{4}-\d\d-\d\d +3 /)
    expect((await sandbox.run(['log'], { KIMI_PROXY_LANG: 'zh-CN' })).stdout).toMatch(/^时间 +模型/)
    expect((await json(sandbox, '--json', '--session', 'bbbb')).records).toMatchObject([
      { session: 'bbbb-2' },
    ])
    expect((await json(sandbox, '--json', '--limit', '1')).records).toMatchObject([{ seq: 3 }])
    expect((await sandbox.run(['log', '--session', 'cccc'])).stdout).toBe('No requests of session cccc.\n')
    const report = (await sandbox.run(['log', '--export'])).stdout
    expect(JSON.parse(report).records[2]).toMatchObject({ session: 'session 1', model: 'kimi-for-coding' })
    expect(report).not.toMatch(/aaaa|bbbb/)
    for (const text of [stdout, report, sandbox.log()]) expect(text).not.toContain(SECRET_TEXT)
  })

  test('without an engine says so, and has the days of the last one', async () => {
    const { sandbox } = await sandboxed()
    const { port } = await sandbox.startEngine()
    await ask(port, 'aaaa-1')
    await sandbox.run(['--stop'])
    const { code, stdout, stderr } = await sandbox.run(['log'])
    expect([code, stderr]).toEqual([
      1,
      'kimi-proxy: kimi-proxy is not running; the list of requests ends with it. Start it with: kimi-proxy\n',
    ])
    expect(stdout).toMatch(/^Days +Requests[^\n]*\n\d{4}-\d\d-\d\d +1 /)
    await sandbox.startEngine()
    expect((await json(sandbox, '--json')).days).toMatchObject([{ requests: 1 }])
  })

  test('--follow shows each request as it ends, until the engine does', async () => {
    const { sandbox } = await sandboxed()
    const { port } = await sandbox.startEngine()
    await ask(port, 'aaaa-1')
    const child = sandbox.spawn(['log', '--follow', '--json'])
    let seen = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      seen += text
    })
    const ended = new Promise((resolve) => child.once('close', resolve))
    await until('the first is shown', () => linesOf(seen).length === 1)
    await ask(port, 'bbbb-2')
    await until('the second is shown', () => linesOf(seen).length === 2)
    await sandbox.run(['--stop'])
    expect(await ended).toBe(1)
    expect(linesOf(seen).map((line) => JSON.parse(line).session)).toEqual(['aaaa-1', 'bbbb-2'])
  })

  test.each([
    [['--limit', '0'], '--limit must be a number from 1 to 500. Use --limit 50.'],
    [['--limit'], '--limit must be a number from 1 to 500. Use --limit 50.'],
    [['--session'], '--session needs a session. kimi-proxy log shows them.'],
  ])('%j is a mistake that is named', async (args, line) => {
    const { sandbox } = await sandboxed()
    const { code, stderr } = await sandbox.run(['log', ...args])
    expect([code, stderr]).toEqual([64, `kimi-proxy: ${line}\n`])
  })
})
