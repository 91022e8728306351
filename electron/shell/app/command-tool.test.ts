/** Installing the command line tool, as a person meets it in the app: real files, and a question that takes its time. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { DesktopBench } from '../../testing/desktop-bench'

const pathIn = ({ sandbox }: DesktopBench) => join(sandbox.root, '.local', 'bin', 'kimi-proxy')
const scriptIn = ({ sandbox }: DesktopBench) => join(sandbox.root, 'app', 'resources', 'bin', 'kimi-proxy')

function put(bench: DesktopBench, text: string): void {
  mkdirSync(dirname(pathIn(bench)), { recursive: true })
  writeFileSync(pathIn(bench), text)
}

test('is installed without a question where nothing is, shown in the window, and removed again', async () => {
  const bench = await DesktopBench.create()
  expect(bench.state.commandLink).toEqual({ kind: 'absent', path: pathIn(bench) })
  expect(await bench.command({ kind: 'installCommand' })).toEqual({ ok: true })
  expect(readlinkSync(pathIn(bench))).toBe(scriptIn(bench))
  expect(bench.state.commandLink.kind).toBe('installed')
  expect(bench.state.notes.map(({ kind }) => kind)).toEqual(['commandInstalled'])
  expect(bench.windowCalls).toEqual(['open'])
  expect(await bench.command({ kind: 'removeCommand' })).toEqual({ ok: true })
  expect(bench.state.commandLink.kind).toBe('absent')
  expect(bench.state.notes).toEqual([{ kind: 'commandRemoved', path: pathIn(bench) }])
  expect(bench.questions).toEqual([])
})

test('leaves what is there as it is when the person says so', async () => {
  const bench = await DesktopBench.create()
  put(bench, 'mine')
  bench.answer = false
  expect(await bench.command({ kind: 'installCommand' })).toEqual({ ok: true })
  expect(bench.questions).toHaveLength(1)
  expect(readFileSync(pathIn(bench), 'utf8')).toBe('mine')
  expect(bench.state.notes).toEqual([])
  expect(bench.state.commandLink.kind).toBe('foreign')
})

test('tells where the link led that it replaced', async () => {
  const bench = await DesktopBench.create()
  mkdirSync(dirname(pathIn(bench)), { recursive: true })
  symlinkSync('/opt/kimi-proxy.py', pathIn(bench))
  await bench.command({ kind: 'installCommand' })
  expect(bench.questions).toMatchObject([{ detail: expect.stringContaining('/opt/kimi-proxy.py') }])
  expect(bench.state.notes).toMatchObject([{ kind: 'commandInstalled', ledTo: '/opt/kimi-proxy.py' }])
  expect(readlinkSync(pathIn(bench))).toBe(scriptIn(bench))
})

test('does not replace what has come in place of what the question was about', async () => {
  const bench = await DesktopBench.create()
  put(bench, 'asked about')
  bench.whileAsking = () => {
    rmSync(pathIn(bench))
    put(bench, 'another')
    // The window looks as well, and must not make it known.
    bench.desktop.windowChanged(true)
  }
  const result = await bench.command({ kind: 'installCommand' })
  expect(result).toMatchObject({ ok: false, problem: { code: 'COMMAND_CHANGED' } })
  expect(readFileSync(pathIn(bench), 'utf8')).toBe('another')
  expect(readdirSync(dirname(pathIn(bench)))).toEqual(['kimi-proxy'])
  expect(bench.state.notes).toEqual([])
})

test('a folder in the way is told as a failure, in the menu by a notice', async () => {
  const bench = await DesktopBench.create()
  mkdirSync(pathIn(bench), { recursive: true })
  await bench.desktop.commandFromTray({ kind: 'installCommand' })
  expect(bench.notices).toMatchObject([
    { body: expect.stringContaining('A folder is where the command kimi-proxy would go') },
  ])
  expect(bench.state.commandLink.kind).toBe('blocked')
})

test('follows what a person does in a terminal, whenever the window or the menu opens', async () => {
  const bench = await DesktopBench.create()
  put(bench, 'mine')
  bench.desktop.windowChanged(true)
  expect(bench.state.commandLink.kind).toBe('foreign')
  rmSync(pathIn(bench))
  bench.desktop.refreshSystem()
  expect(bench.state.commandLink.kind).toBe('absent')
  expect(existsSync(pathIn(bench))).toBe(false)
})
