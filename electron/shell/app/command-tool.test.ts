/**
 * Installing the command line tool as a person does in the app: with real files, and a question that stays open for a
 * while.
 */
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
import { AppBench } from '../../testing/app-bench'

const pathIn = ({ sandbox }: AppBench) => join(sandbox.root, '.local', 'bin', 'kimi-proxy')
const scriptIn = ({ sandbox }: AppBench) => join(sandbox.root, 'app', 'resources', 'bin', 'kimi-proxy')

function put(bench: AppBench, text: string): void {
  mkdirSync(dirname(pathIn(bench)), { recursive: true })
  writeFileSync(pathIn(bench), text)
}

test('is installed without a question where the place is free, shown in the window, and removed again', async () => {
  const bench = await AppBench.create()
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

test('leaves an existing file as it is when the person says so', async () => {
  const bench = await AppBench.create()
  put(bench, 'mine')
  bench.answer = false
  expect(await bench.command({ kind: 'installCommand' })).toEqual({ ok: true })
  expect(bench.questions).toHaveLength(1)
  expect(readFileSync(pathIn(bench), 'utf8')).toBe('mine')
  expect(bench.state.notes).toEqual([])
  expect(bench.state.commandLink.kind).toBe('foreign')
})

test('says where the link led that was replaced', async () => {
  const bench = await AppBench.create()
  mkdirSync(dirname(pathIn(bench)), { recursive: true })
  symlinkSync('/opt/kimi-proxy.py', pathIn(bench))
  await bench.command({ kind: 'installCommand' })
  expect(bench.questions).toMatchObject([{ detail: expect.stringContaining('/opt/kimi-proxy.py') }])
  expect(bench.state.notes).toMatchObject([{ kind: 'commandInstalled', ledTo: '/opt/kimi-proxy.py' }])
  expect(readlinkSync(pathIn(bench))).toBe(scriptIn(bench))
})

test('does not replace a file that appeared while the question was open', async () => {
  const bench = await AppBench.create()
  put(bench, 'asked about')
  bench.whileAsking = () => {
    rmSync(pathIn(bench))
    put(bench, 'another')
    // Opening the window looks at the disk too, and that look must not make the new file the one that was asked about.
    bench.app.windowChanged(true)
  }
  const result = await bench.command({ kind: 'installCommand' })
  expect(result).toMatchObject({ ok: false, problem: { code: 'COMMAND_CHANGED' } })
  expect(readFileSync(pathIn(bench), 'utf8')).toBe('another')
  expect(readdirSync(dirname(pathIn(bench)))).toEqual(['kimi-proxy'])
  expect(bench.state.notes).toEqual([])
})

test('a folder in the way is reported as a failure; after a click in the menu, by a notice', async () => {
  const bench = await AppBench.create()
  mkdirSync(pathIn(bench), { recursive: true })
  await bench.app.commandFromTray({ kind: 'installCommand' })
  expect(bench.notices).toMatchObject([
    { body: expect.stringContaining('A folder is where the command kimi-proxy would go') },
  ])
  expect(bench.state.commandLink.kind).toBe('blocked')
})

test('shows what a person did in a terminal, whenever the window or the menu opens', async () => {
  const bench = await AppBench.create()
  put(bench, 'mine')
  bench.app.windowChanged(true)
  expect(bench.state.commandLink.kind).toBe('foreign')
  rmSync(pathIn(bench))
  bench.app.refreshSystem()
  expect(bench.state.commandLink.kind).toBe('absent')
  expect(existsSync(pathIn(bench))).toBe(false)
})
