/** The check-up of the tray app, without Electron. */
import { describe, expect, test } from 'vitest'
import type { DoctorReport } from '../../contract/doctor'
import { AppBench } from '../../testing/app-bench'
import { message } from '../../testing/network/client'

function reportIn({ state }: AppBench): DoctorReport {
  if (state.doctor.kind !== 'done') throw new Error(`the check-up is ${state.doctor.kind}`)
  return state.doctor.report
}

const codesIn = (bench: AppBench) => reportIn(bench).findings.map(({ code }) => code)

/** Records every state of the check-up, in order. */
function follow(bench: AppBench): string[] {
  const kinds: string[] = []
  bench.app.subscribe(({ doctor }) => {
    if (kinds.at(-1) !== doctor.kind) kinds.push(doctor.kind)
  })
  return kinds
}

describe('the check-up', () => {
  test('runs when its page is opened, and knows the proxy of the app', async () => {
    const bench = await AppBench.start()
    await bench.command({ kind: 'openWindow', face: 'doctor' })
    expect(bench.state).toMatchObject({ face: 'doctor', doctor: { kind: 'running', report: null } })
    await bench.until('it is done', ({ doctor }) => doctor.kind === 'done')
    expect(codesIn(bench)).toEqual(
      expect.arrayContaining(['LOGIN_IN_USE', 'LOGIN_GOOD', 'ENGINE_RUNS', 'HOST_ANSWERS', 'CLOCK_RIGHT']),
    )
    const running = reportIn(bench).findings.find(({ code }) => code === 'ENGINE_RUNS')
    expect(running?.values).toEqual({ port: bench.port, pid: process.pid, starter: 'tray' })
    expect(bench.simulator.log.refreshRequests).toEqual([])
  })

  test('runs once for two clicks, shows the earlier report meanwhile, and can be run again', async () => {
    const bench = await AppBench.start()
    const kinds = follow(bench)
    await Promise.all([bench.command({ kind: 'runDoctor' }), bench.command({ kind: 'runDoctor' })])
    expect(kinds.filter((kind) => kind === 'running')).toHaveLength(1)
    const before = reportIn(bench)
    const again = bench.command({ kind: 'runDoctor' })
    expect(bench.state.doctor).toEqual({ kind: 'running', report: before })
    expect(await again).toEqual({ ok: true })
    expect(reportIn(bench)).not.toBe(before)
  })

  test('copies its report as text, in the language of the window', async () => {
    const bench = await AppBench.start({ languages: ['zh-CN'] })
    await bench.command({ kind: 'copyReport' })
    expect(bench.copied).toEqual([])
    await bench.command({ kind: 'runDoctor' })
    await bench.command({ kind: 'copyReport' })
    expect(bench.copied).toHaveLength(1)
    expect(bench.copied[0]).toContain('Kimi Proxy 正在使用“Kimi Code 的登录”。')
    expect(bench.copied[0]).not.toMatch(/sim-[ar]t-/)
  })

  test('finds the setting that keeps the proxy from starting, and looks at everything else', async () => {
    const bench = await AppBench.start({ settings: { extraCaFile: '/nowhere.pem' } })
    expect(bench.state.serving).toMatchObject({ kind: 'cannotStart', problem: { code: 'SETTING_INVALID' } })
    await bench.command({ kind: 'runDoctor' })
    const invalid = reportIn(bench).findings.find(({ code }) => code === 'SETTINGS_INVALID')
    expect(invalid?.values['problem']).toMatchObject({
      variant: 'certificate',
      values: { path: '/nowhere.pem' },
    })
    expect(codesIn(bench)).toEqual(
      expect.arrayContaining(['ENGINE_STOPPED', 'LOGIN_GOOD', 'HOST_ANSWERS', 'CLOCK_RIGHT']),
    )
  })

  test('reports that a sign-in is needed', async () => {
    const bench = await AppBench.start({ signedIn: false })
    await bench.command({ kind: 'runDoctor' })
    expect(reportIn(bench).findings[0]).toMatchObject({ code: 'NO_LOGIN', command: 'kimi-proxy login' })
  })

  test('does not disturb an answer that streams', async () => {
    const bench = await AppBench.start()
    const stream = message(bench.port, 'count to 20, slow 10 ms', true)
    await bench.until('it runs', ({ engine }) => engine.traffic.activeRequests === 1)
    await bench.command({ kind: 'runDoctor' })
    expect((await stream).text).toContain('message_stop')
  })
})
