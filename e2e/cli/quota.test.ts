/** `kimi-proxy quota`, the quota in `status`, and what the next start knows: real processes against the simulated Kimi. */
import { describe, expect, test } from 'vitest'
import { linesOf } from '../../electron/testing/harness'
import { call } from '../../electron/testing/network/client'
import { until } from '../../electron/testing/until'
import { sandboxed } from '../harness/sandboxed'

const SOLID =
  /^Plan: Moderato \(Simulated User\)\n {2}5 hours: 88% left, resets at .* \(in 2h 59m\)\n {2}Week: 96% left, resets at .* \(in 4d 3h\)\n {2}Wallet: 15\.00 USD of 20\.00 USD left\n {2}As of \d\d:\d\d\n$/

describe('quota', () => {
  test('without an engine says so and what to do; later with what the last one knew', async () => {
    const { sandbox } = await sandboxed()
    const hint = 'kimi-proxy: kimi-proxy is not running, so Kimi is not asked. Start it with: kimi-proxy\n'
    expect(await sandbox.run(['quota'])).toMatchObject({ code: 1, stdout: '', stderr: hint })
    await sandbox.startEngine()
    expect((await sandbox.run(['quota'])).code).toBe(0)
    await sandbox.run(['--stop'])
    const { code, stdout, stderr } = await sandbox.run(['quota'])
    expect([code, stderr]).toEqual([1, hint])
    expect(stdout).toMatch(SOLID)
    const json = JSON.parse((await sandbox.run(['quota', '--json'])).stdout)
    expect(json).toMatchObject({
      engine: 'none',
      state: 'stale',
      windows: [{ name: 'five_hours', left: 0.88 }, { name: 'week' }],
    })
  })

  test('of a running engine is asked for and printed, as JSON too, and is in status', async () => {
    const { sandbox } = await sandboxed()
    const token = sandbox.readLogin()['access_token']
    await sandbox.startEngine()
    const { code, stdout, stderr } = await sandbox.run(['quota'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(SOLID)
    expect((await sandbox.run(['quota'], { KIMI_PROXY_LANG: 'zh-CN' })).stdout).toContain(
      '  5 小时：剩余 88%，',
    )
    const json = JSON.parse((await sandbox.run(['quota', '--json'])).stdout)
    expect(json).toMatchObject({
      engine: 'running',
      state: 'known',
      windows: [
        { name: 'five_hours', left: 0.88, used: 0.12 },
        { name: 'week', left: 0.96, used: 0.04 },
      ],
      membership: 'LEVEL_INTERMEDIATE',
      wallet: {
        enabled: true,
        left_cents: 1_500,
        total_cents: 2_000,
        monthly_limit_cents: 5_000,
        monthly_used_cents: 500,
        currency: 'USD',
      },
      account: { nickname: 'Simulated User', plan: 'Moderato', contact: '138****0000' },
      error: null,
    })
    const { stdout: status } = await sandbox.run(['status'])
    expect(status).toContain('\n  5 hours: 88% left, resets at ')
    expect((await sandbox.run(['--check'])).stdout).not.toContain('5 hours')
    const { stdout: whole } = await sandbox.run(['status', '--json'])
    expect(JSON.parse(whole).quota).toMatchObject({
      state: 'known',
      windows: [{ left: 0.88 }, { left: 0.96 }],
    })
    for (const text of [stdout, status, whole, sandbox.log()]) expect(text).not.toContain(token)
  })

  test('is told to other tools that know the secret of the run file, and to nobody else', async () => {
    const { sandbox } = await sandboxed()
    const { port } = await sandbox.startEngine()
    const path = '/__kimi-proxy/quota'
    expect((await call(port, path)).status).toBe(403)
    const headers = { 'x-kimi-proxy-secret': sandbox.runRecord().secret }
    expect((await call(port, path, { method: 'POST', headers })).text).toBe('{"ok":true}')
    const { status, text } = await call(port, path, { headers })
    expect([status, JSON.parse(text).windows.length]).toEqual([200, 2])
    expect((await call(port, path, { method: 'DELETE', headers })).status).toBe(405)
  })

  test('that Kimi does not tell is never 0', async () => {
    const { simulator, sandbox } = await sandboxed()
    simulator.refuseEverything(true)
    await sandbox.startEngine()
    const { code, stdout } = await sandbox.run(['quota'])
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^Quota: Kimi did not say what is left of the plan: HTTP 401: .+\n$/),
    ])
    expect(JSON.parse((await sandbox.run(['quota', '--json'])).stdout)).toMatchObject({
      state: 'unknown',
      windows: [],
    })
  })

  test('--watch prints it anew when it changes, until the engine ends', async () => {
    const { sandbox } = await sandboxed()
    await sandbox.startEngine()
    const child = sandbox.spawn(['quota', '--watch', '--json'])
    let seen = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      seen += text
    })
    const ended = new Promise((resolve) => child.once('close', resolve))
    await until('it is printed', () => seen.endsWith('\n'))
    await sandbox.run(['--stop'])
    expect(await ended).toBe(1)
    const lines = linesOf(seen).map((line) => JSON.parse(line))
    expect(lines[0]).toMatchObject({ engine: 'running', state: 'known' })
    expect(lines.at(-1)).toMatchObject({ engine: 'none', state: 'stale' })
  })
})

test('/metrics is told where the settings file says so', async () => {
  const { sandbox } = await sandboxed()
  sandbox.saveSettings({ metrics: true })
  const { port } = await sandbox.startEngine()
  await sandbox.run(['quota'])
  const { status, text } = await call(port, '/metrics')
  expect(status).toBe(200)
  expect(text).toContain('\nkimi_proxy_quota_left_ratio{window="fiveHours"} 0.88\n')
  expect((await sandbox.run(['--check'])).stdout).toContain('Setting: metrics = true')
})
