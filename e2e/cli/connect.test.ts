/** `kimi-proxy connect` and `disconnect`: the change shown and asked about, undone to the byte, and a crash at any moment. */
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { finish } from '../../electron/testing/harness'
import { sandboxed } from '../harness/sandboxed'

const FORMER =
  '{\r\n\t"env": {\r\n\t\t"ANTHROPIC_BASE_URL": "https://x.example"\r\n\t},\r\n\t"theme": "dark"\r\n}\r\n'

async function bench() {
  const { simulator, sandbox } = await sandboxed({ isSignedIn: false })
  const folder = join(sandbox.root, '.claude')
  const path = join(folder, 'settings.json')
  mkdirSync(folder)
  const write = (text: string) => writeFileSync(path, text)
  return { simulator, sandbox, folder, path, write, read: () => readFileSync(path, 'utf8') }
}

describe('kimi-proxy connect', () => {
  test('shows the change and refuses to make it where nobody can be asked', async () => {
    const { sandbox, write, read } = await bench()
    write(FORMER)
    const { code, stdout, stderr } = await sandbox.run(['connect'])
    expect(code).toBe(64)
    expect(stdout).toContain(
      '  - ANTHROPIC_BASE_URL: "https://x.example"\n  + ANTHROPIC_BASE_URL: "http://127.0.0.1:18462"\n',
    )
    expect(stderr).toContain('Nothing was changed. Run kimi-proxy connect --yes.')
    expect(read()).toBe(FORMER)
  })

  test('shows it with --dry-run and changes nothing', async () => {
    const { sandbox, folder, write, read } = await bench()
    write(FORMER)
    const { code, stdout } = await sandbox.run(['connect', '--dry-run', '--yes'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/ANTHROPIC_AUTH_TOKEN: \[redacted\][\s\S]*Nothing was changed\.\n$/)
    expect(read()).toBe(FORMER)
    expect(readdirSync(folder)).toEqual(['settings.json'])
  })

  test('connects, has Kimi answer one small message, and is undone to the byte', async () => {
    const { simulator, sandbox, folder, write, read } = await bench()
    write(FORMER)
    sandbox.saveLogin(simulator.issueLogin())
    const { port } = await sandbox.startEngine()
    const { code, stdout, stderr } = await sandbox.run(['connect', '--yes'])
    expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/costs next to nothing\.\nKimi answered in \d+\.\d s\.\n$/)
    expect(JSON.parse(read())).toMatchObject({
      theme: 'dark',
      env: { ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}` },
    })
    // Besides the list of models.
    expect(simulator.log.apiRequests.filter(({ method }) => method === 'POST')).toHaveLength(1)
    expect((await sandbox.run(['connect', '--yes'])).stdout).toContain('already connected')
    expect((await sandbox.run(['disconnect', '--yes'])).stdout).toContain('is as it was before.')
    expect(read()).toBe(FORMER)
    expect(readdirSync(folder)).toEqual(['settings.json'])
    expect((await sandbox.run(['disconnect', '--yes'])).stdout).toContain('is not connected')
  })

  test('adds a status line on request, and keeps another’s unless it is to be replaced', async () => {
    const { sandbox, write, read } = await bench()
    write(FORMER)
    expect((await sandbox.run(['connect', '--yes'])).stdout).toContain('kimi-proxy connect --statusline\n')
    const { stdout } = await sandbox.run(['connect', '--statusline', '--yes'])
    expect(stdout).toContain('  + statusLine: { "type": "command", "command": "kimi-proxy statusline"')
    expect(JSON.parse(read()).statusLine.command).toBe('kimi-proxy statusline')
    await sandbox.run(['disconnect', '--yes'])
    expect(read()).toBe(FORMER)
    const other = '{ "statusLine": { "type": "command", "command": "mine" } }\n'
    write(other)
    const { code, stderr } = await sandbox.run(['connect', '--statusline', '--yes'])
    expect({ code, text: read() }).toEqual({ code: 1, text: other })
    expect(stderr).toContain('already has another status line')
    expect((await sandbox.run(['connect', '--replace-statusline', '--yes'])).code).toBe(0)
    await sandbox.run(['disconnect', '--yes'])
    expect(read()).toBe(other)
  })

  test('says that nothing runs and how to start it, and --stop that Claude Code is still connected', async () => {
    const { sandbox } = await bench()
    const { code, stdout } = await sandbox.run(['connect', '--yes'])
    expect(code).toBe(0)
    expect(stdout).toContain('is not running on port 18462')
    expect(stdout).toContain('kimi-proxy service install')
    const { finished } = await sandbox.startEngine()
    expect(finished.stdout).toContain(
      'Claude Code is connected to http://127.0.0.1:18462, where nothing runs',
    )
    expect((await sandbox.run(['--stop'])).stdout).toContain('Claude Code is still connected')
  })

  test('names who leads elsewhere with file and line, and passes Kimi’s refusal on', async () => {
    const { simulator, sandbox, folder } = await bench()
    sandbox.saveLogin(simulator.issueLogin())
    await sandbox.startEngine()
    const local = join(folder, 'settings.local.json')
    writeFileSync(local, '{\n  "apiKeyHelper": "x",\n  "env": {\n    "CLAUDE_CODE_USE_VERTEX": "1"\n  }\n}')
    const body = { type: 'error', error: { type: 'permission_error', message: 'no such plan' } }
    // The list of models is asked for as well.
    simulator.script({ on: 'api', answer: { status: 403, body } }, 2)
    const { code, stderr } = await sandbox.run(['connect', '--yes'])
    expect(code).toBe(2)
    expect(stderr).toContain(`${local}:2\n`)
    expect(stderr).toContain(`${local}:4\n`)
    expect(stderr).toContain('The message was refused (HTTP 403): ')
  })

  test('names what another program changed back, in status, in the doctor and when connected again', async () => {
    const { sandbox, path, write, read } = await bench()
    await sandbox.run(['connect', '--yes'])
    write(read().replace('http://127.0.0.1:18462', 'https://y.example'))
    expect((await sandbox.run(['status'])).stdout).toContain('Another program changed')
    expect(JSON.parse((await sandbox.run(['status', '--json'])).stdout).claude_code_changed).toEqual([
      { path, names: ['ANTHROPIC_BASE_URL'] },
    ])
    expect((await sandbox.run(['doctor', '--json'])).stdout).toContain('CLAUDE_CHANGED')
    const { stdout } = await sandbox.run(['connect', '--yes'])
    expect(stdout).toMatch(/^Another program changed .*: ANTHROPIC_BASE_URL\n/)
  })

  test('refuses what is not JSON with line and column', async () => {
    const { sandbox, write, read } = await bench()
    write('{\n  "env": }\n')
    const { code, stderr } = await sandbox.run(['connect', '--yes'])
    expect(code).toBe(1)
    expect(stderr).toContain('is not JSON (line 2, column 10). Nothing was changed.')
    expect(read()).toBe('{\n  "env": }\n')
  })

  test('killed at any moment leaves the old or the new file, and either is taken back to the byte', async () => {
    const { sandbox, folder, path, write, read } = await bench()
    write(FORMER)
    await sandbox.run(['connect', '--yes'])
    const connected = read()
    await sandbox.run(['disconnect', '--yes'])
    const seen = { old: 0, new: 0 }
    for (let times = 0; times < 27; times += 1) {
      rmSync(folder, { recursive: true })
      mkdirSync(folder)
      write(FORMER)
      await killedAfter(times * 2, [folder, sandbox.home], sandbox.spawn(['connect', '--yes']))
      const text = read()
      expect([FORMER, connected]).toContain(text)
      seen[text === FORMER ? 'old' : 'new'] += 1
      await sandbox.run(['disconnect', '--yes'])
      expect(readFileSync(path, 'utf8')).toBe(FORMER)
    }
    process.stdout.write(`killed: ${seen.old} left the old file, ${seen.new} the new one\n`)
  })
})

/** Kills at the change of that number in `folders`, or lets it end. */
async function killedAfter(changes: number, folders: readonly string[], child: ChildProcess): Promise<void> {
  let seen = 0
  const watchers = folders.map((folder) =>
    watch(folder, { recursive: true }, () => {
      seen += 1
      if (seen > changes) child.kill('SIGKILL')
    }),
  )
  await finish(child)
  for (const watcher of watchers) watcher.close()
}
