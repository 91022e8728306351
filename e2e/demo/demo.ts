/**
 * `npm run demo`: the whole product against a simulated Kimi whose tokens live one minute. Needs no account, touches
 * no file but its own temporary folder, ends with Ctrl+C.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import type { EngineState } from '../../electron/contract/engine'
import { claudeSettings, modelPicker } from '../../electron/core/settings/launch-env'
import { parseSettings } from '../../electron/core/settings/schema'
import { copiedSettings } from '../../electron/core/views/copied-settings'
import { Engine } from '../../electron/node/engine/engine'
import { createLogFile } from '../../electron/node/files/log-file'
import { pathsFor } from '../../electron/node/files/paths'
import { KimiSimulator } from '../simulator'

const ASK_EVERY_MS = 20_000
/** Long enough that a token of one minute is renewed under every second answer or so. */
const QUESTION = 'count to 40, slow 300 ms'

/** Answers that did not come, or not whole. */
let failures = 0
/** An answer that the end of the demo cuts is no failure. */
let ending = false

const say = (text: string) => process.stdout.write(text)

async function main(): Promise<void> {
  const expiresInSeconds = tokenSeconds()
  const home = mkdtempSync(join(tmpdir(), 'kimi-proxy-demo-'))
  const simulator = await KimiSimulator.start({ expiresInSeconds })
  const credentials = join(home, 'credentials', 'kimi-code.json')
  mkdirSync(dirname(credentials), { mode: 0o700 })
  writeFileSync(credentials, JSON.stringify(simulator.issueLogin(), null, 2), { mode: 0o600 })
  const engine = createEngine(simulator, home)
  const state = await engine.start()
  const port = state.listener.kind === 'listening' ? state.listener.port : 0
  introduce(port, expiresInSeconds)
  engine.subscribe(tellRenewals(state))
  const ended = untilSignal()
  const timer = setInterval(() => void ask(port), ASK_EVERY_MS)
  void ask(port)
  await ended
  ending = true
  clearInterval(timer)
  await engine.stop(1_000)
  await simulator.stop()
  rmSync(home, { recursive: true, force: true })
  say(`\nThe demo has ended. Renewals: ${simulator.log.grantedCount}, failed answers: ${failures}.\n`)
}

/** Nothing of the user's own environment reaches the demo's engine. */
function createEngine(simulator: KimiSimulator, home: string): Engine {
  const env = { KIMI_PROXY_UPSTREAM: simulator.upstream, KIMI_OAUTH_HOST: simulator.origin }
  const paths = pathsFor({ KIMI_PROXY_HOME: home })
  const settings = parseSettings({
    file: { kimiCodeHome: join(home, 'none'), kimiShareDir: join(home, 'none') },
    filePath: paths.settingsFile,
    homeDir: home,
    env,
  })
  return new Engine({
    settings: { ...settings, port: 0 },
    paths,
    host: 'cli',
    version: 'demo',
    log: createLogFile(paths.logFile),
    onStopRequested: () => process.kill(process.pid, 'SIGTERM'),
  })
}

function introduce(port: number, expiresInSeconds: number): void {
  const variables = copiedSettings(claudeSettings(port, process.env), 'shell', 'linux', modelPicker())
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`)
  say(
    [
      `Kimi Proxy is running against a simulated Kimi whose tokens live ${expiresInSeconds} seconds.`,
      'To see Claude Code use it, paste this into another terminal and run claude there:',
      '',
      ...variables,
      '',
      'Meanwhile the demo asks something now and then, and tells when a token is renewed. Ctrl+C ends it.',
      '',
      '',
    ].join('\n'),
  )
}

/** Says so whenever the token was renewed. */
function tellRenewals(first: EngineState): (state: EngineState) => void {
  let lastRefreshAtMs = first.lastRefreshAtMs
  return ({ lastRefreshAtMs: atMs, login }) => {
    if (atMs === lastRefreshAtMs || atMs === null) return
    lastRefreshAtMs = atMs
    const expiresAtMs = login.kind === 'signedIn' ? login.token.expiresAtMs : null
    const until = expiresAtMs === null ? '' : `, good until ${new Date(expiresAtMs).toLocaleTimeString()}`
    say(`[token renewed${until}]\n`)
  }
}

/** Asks through the proxy as Claude Code would, and shows the answer as it streams in. */
function ask(port: number): Promise<void> {
  const body = JSON.stringify({
    model: 'kimi-for-coding',
    max_tokens: 100,
    stream: true,
    messages: [{ role: 'user', content: QUESTION }],
  })
  say(`You:  ${QUESTION}\nKimi: `)
  return new Promise((resolve) => {
    const headers = {
      'content-type': 'application/json',
      'x-api-key': 'any',
      'anthropic-version': '2023-06-01',
    }
    const outgoing = request(
      { host: '127.0.0.1', port, path: '/v1/messages', method: 'POST', headers },
      (answer) => {
        answer.setEncoding('utf8').on('data', (part: string) => say(textIn(part)))
        answer.once('error', () => undefined)
        answer.once('close', () => {
          if (!ending && (answer.statusCode !== 200 || !answer.complete)) failures += 1
          say('\n')
          resolve()
        })
      },
    )
    outgoing.once('error', (error) => {
      if (!ending) failures += 1
      say(`(${error.message})\n`)
      resolve()
    })
    outgoing.end(body)
  })
}

/** The simulator writes whole events, so that a part can be read by itself. */
function textIn(part: string): string {
  return [...part.matchAll(/"type":"text_delta","text":("(?:[^"\\]|\\.)*")/g)]
    .map((match): string => JSON.parse(match[1] ?? '""'))
    .join('')
}

function tokenSeconds(): number {
  const { values } = parseArgs({ options: { 'token-seconds': { type: 'string', default: '60' } } })
  const seconds = Number(values['token-seconds'])
  return seconds >= 2 ? seconds : 60
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve())
  })
}

main().catch((error: unknown) => {
  process.stderr.write(`The demo could not run: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
