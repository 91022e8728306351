import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AppBench } from '../../testing/app-bench'
import { until } from '../../testing/until'

const FORMER = '{\n  "env": { "ANTHROPIC_API_KEY": "sk-secret" }\n}\n'

async function bench() {
  const app = await AppBench.start()
  const path = join(app.claudeFolder, 'settings.json')
  mkdirSync(app.claudeFolder)
  writeFileSync(path, FORMER)
  return { bench: app, path, read: () => readFileSync(path, 'utf8') }
}

test('connects Claude Code after showing the change, and gives back the very file', async () => {
  const { bench: app, read } = await bench()
  expect(await app.app.command({ kind: 'connectClaude' })).toEqual({ ok: true })
  expect(app.app.state.claude).toEqual({ kind: 'connected' })
  expect(JSON.parse(read()).env).toMatchObject({ ANTHROPIC_BASE_URL: `http://127.0.0.1:${app.port}` })
  const [question] = app.questions
  expect(question?.detail).toContain(`+ ANTHROPIC_BASE_URL: "http://127.0.0.1:${app.port}"`)
  expect(question?.detail).not.toContain('sk-secret')

  expect(await app.app.command({ kind: 'disconnectClaude' })).toEqual({ ok: true })
  expect(app.app.state.claude).toEqual({ kind: 'none' })
  expect(read()).toBe(FORMER)
})

test('changes nothing where the person says no', async () => {
  const { bench: app, read } = await bench()
  app.answer = false
  await app.app.command({ kind: 'connectClaude' })
  expect(read()).toBe(FORMER)
  expect(app.app.state.claude).toEqual({ kind: 'none' })
})

test('notices what another program changed back, and that the port is another one now', async () => {
  const { bench: app, path, read } = await bench()
  await app.app.command({ kind: 'connectClaude' })
  const connected = read()
  writeFileSync(path, connected.replace(`127.0.0.1:${app.port}`, 'y.example'))
  app.app.windowChanged(true)
  await until('the change is noticed', () => app.app.state.claude.kind === 'changed')
  writeFileSync(path, connected)
  await app.app.command({
    kind: 'saveSettings',
    changes: { port: app.port === 65_535 ? 65_534 : app.port + 1 },
  })
  expect(app.app.state.claude).toEqual({ kind: 'otherPort' })
})

test('tells why a file was left as it is', async () => {
  const { bench: app, path } = await bench()
  writeFileSync(path, '{,}')
  expect(await app.app.command({ kind: 'connectClaude' })).toMatchObject({
    ok: false,
    problem: { code: 'CLAUDE_SETTINGS', variant: 'malformed', values: { line: 1, column: 2 } },
  })
})
