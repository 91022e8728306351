import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AppBench } from '../../testing/app-bench'
import { until } from '../../testing/until'

const FORMER = '{\n  "env": { "ANTHROPIC_API_KEY": "sk-secret" }\n}\n'

async function bench() {
  const app = await AppBench.create()
  const path = join(app.claudeFolder, 'settings.json')
  mkdirSync(app.claudeFolder)
  writeFileSync(path, FORMER)
  await app.app.start()
  await app.command({ kind: 'openWindow', face: 'claude' })
  await app.until('the settings have been looked at', ({ claudeChange }) => claudeChange !== null)
  return { bench: app, path, read: () => readFileSync(path, 'utf8') }
}

test('shows the change without a key, makes it, and gives back the very file', async () => {
  const { bench: app, path, read } = await bench()
  const { claudeChange } = app.state
  expect(claudeChange).toMatchObject({ path, problem: null, made: null })
  expect(claudeChange?.lines).toContain('- ANTHROPIC_API_KEY: [redacted]')
  expect(claudeChange?.lines).toContain(`+ ANTHROPIC_BASE_URL: "http://127.0.0.1:${app.port}"`)
  expect(claudeChange?.lines).toContain('+ ANTHROPIC_AUTH_TOKEN: [redacted]')
  expect(read()).toBe(FORMER)

  expect(await app.command({ kind: 'connectClaude' })).toEqual({ ok: true })
  expect(app.state).toMatchObject({ claude: { kind: 'connected' }, claudeChange: { made: 'connect' } })
  const key = JSON.parse(read()).env['ANTHROPIC_AUTH_TOKEN']
  expect(JSON.stringify(app.state)).not.toContain(key)
  expect(JSON.stringify(app.state)).not.toContain('sk-secret')
  expect(app.state.claudeChange?.lines).toContain(`- ANTHROPIC_BASE_URL: "http://127.0.0.1:${app.port}"`)

  expect(await app.command({ kind: 'disconnectClaude' })).toEqual({ ok: true })
  expect(app.state).toMatchObject({ claude: { kind: 'none' }, claudeChange: { made: 'disconnect' } })
  expect(read()).toBe(FORMER)
  expect(app.questions).toEqual([])
})

test('undoes a disconnection too, and offers no undo once the face has been left', async () => {
  const { bench: app, read } = await bench()
  await app.command({ kind: 'connectClaude' })
  const connected = read()
  await app.command({ kind: 'disconnectClaude' })
  await app.command({ kind: 'connectClaude' })
  expect(read()).toBe(connected)
  await app.command({ kind: 'openWindow', face: 'status' })
  expect(app.state.claudeChange?.made).toBeNull()
})

test('makes no change but the one that was shown, and shows the new one', async () => {
  const { bench: app, path, read } = await bench()
  const newer = '{ "env": { "CLAUDE_CODE_USE_BEDROCK": "1" } }\n'
  writeFileSync(path, newer)
  expect(await app.command({ kind: 'connectClaude' })).toMatchObject({
    ok: false,
    problem: { code: 'CLAUDE_SETTINGS', variant: 'changed' },
  })
  expect(read()).toBe(newer)
  expect(app.state.claudeChange?.lines).toContain('- CLAUDE_CODE_USE_BEDROCK: "1"')
  expect(await app.command({ kind: 'connectClaude' })).toEqual({ ok: true })
})

test('notices what another program changed back, and that the port is another one now', async () => {
  const { bench: app, path, read } = await bench()
  await app.command({ kind: 'connectClaude' })
  const connected = read()
  writeFileSync(path, connected.replace(`127.0.0.1:${app.port}`, 'y.example'))
  app.app.windowChanged(true)
  await until('the change is noticed', () => app.state.claude.kind === 'changed')
  expect(app.state.claudeChange?.lines).toContain('- ANTHROPIC_BASE_URL: "http://y.example"')
  writeFileSync(path, connected)
  await app.command({
    kind: 'saveSettings',
    changes: { port: app.port === 65_535 ? 65_534 : app.port + 1 },
  })
  expect(app.state.claude).toEqual({ kind: 'otherPort' })
})

test('tells why a file was left as it is, before and after a try', async () => {
  const { bench: app, path } = await bench()
  writeFileSync(path, '{,}')
  const problem = { code: 'CLAUDE_SETTINGS', variant: 'malformed', values: { line: 1, column: 2 } }
  expect(await app.command({ kind: 'connectClaude' })).toMatchObject({ ok: false, problem })
  expect(app.state.claudeChange).toMatchObject({ problem, lines: [] })
})
