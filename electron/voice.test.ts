/** One voice: whatever a person reads stands in the table of words (`core/words`), in every language. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const SCANNED = ['electron/core', 'electron/node', 'electron/cli', 'electron/shell', 'renderer']
const ENTRIES = ['electron/main.ts', 'electron/start.ts', 'electron/cli.ts', 'electron/command-line.ts']

/** Texts of several words that nobody is shown as a sentence, each with its reason. */
const ALLOWED: readonly (readonly [file: string, part: string, reason: string])[] = [
  ['cli/commands/completion.ts', '', 'scripts for shells'],
  ['cli/commands/examples.ts', '', 'commands to be typed'],
  ['core/basics/every-key.ts', 'a key is missing', 'thrown for a mistake of ours in the code'],
  ['core/doctor/logins.ts', 'kimi-proxy use auto', 'a command to be typed'],
  ['core/doctor/network.ts', 'sudo timedatectl', 'a command to be typed'],
  [
    'core/service/unit.ts',
    'Written by kimi-proxy service install',
    'the mark by which our unit files are known',
  ],
  ['core/service/unit.ts', 'takes it away', 'a comment in a file for the system'],
  ['core/views/tray/tray.ts', 'Kimi Proxy: ', 'words of the table behind the name'],
  ['node/engine/control.ts', 'the secret of the run file is missing', 'for programs of ours'],
  ['node/engine/control.ts', 'no such command', 'for programs of ours'],
  ['node/files/atomic-file.ts', 'the file is locked', 'kept as a cause, for the log'],
  ['node/files/file-lock.ts', 'in the place of the lock', 'kept as a cause, for the log'],
  ['node/files/log-file.ts', 'the log is not a plain file', 'caught where it is thrown'],
  ['node/files/log-file.ts', 'not an error', 'the log is English'],
  ['node/files/log-file.ts', 'lineOf', 'code'],
  ['node/login/login-files.ts', 'is no slot', 'thrown for a mistake of ours in the code'],
  ['node/network/connections.ts', 'no connection was made', 'kept as a cause, for the log'],
  ['node/network/upstream-socket.ts', 'no connection in time', 'kept as a cause, for the log'],
  ['node/plan/metrics.ts', '', 'for Prometheus, whose figures are English'],
  ['node/proxy/client-connections.ts', 'write something to a client', 'the name of a symbol, for debuggers'],
  ['node/proxy/forward.ts', 'http-proxy made no request', 'thrown for a mistake of ours in the code'],
  ['node/proxy/listener.ts', 'the listening socket was closed', 'kept as a cause, for the log'],
  [
    'node/system/autostart.ts',
    'Keeps Claude Code signed in',
    'read by desktops that take it from the file as it is',
  ],
  [
    'node/system/command-link/place.ts',
    'Installed by the Kimi Proxy app',
    'the mark by which our own command is known',
  ],
  [
    'node/system/command-link/place.ts',
    'The command line of the Kimi Proxy app',
    'a comment in a file for the system',
  ],
  ['node/system/command-link/place.ts', 'which can also remove it', 'a comment in a file for the system'],
  ['node/system/command-link/place.ts', 'is not where it was', 'a shell script, which has no table'],
  ['shell/system/settings-store.ts', 'the file could not be read', 'kept as a cause, for the log'],
  ['shell/system/system-services.ts', 'MIT license', 'the words of the license line stay as they are'],
  ['shell/window/ipc.ts', 'not our window', 'the log is English'],
]

function sources(): readonly string[] {
  const found = SCANNED.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  return [...found, ...ENTRIES].filter(
    (name) => /\.tsx?$/.test(name) && !/\.test\.ts$|[\\/]testing[\\/]|core[\\/]words[\\/]/.test(name),
  )
}

/** String literals, template literals and text between tags that hold three words in a row. */
function sentencesIn(text: string): readonly string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$|\s\/\/ .*$/gm, '')
  const literals =
    code.match(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|>[^<>{}=;()|\n]+</g) ?? []
  return literals.filter((literal) => /[A-Za-z’]{2,},? [a-z’]{1,},? [a-z’]{2,}/.test(literal))
}

test('no sentence stands outside the table of words', () => {
  const strays = sources().flatMap((file) =>
    sentencesIn(readFileSync(join(ROOT, file), 'utf8'))
      .filter((text) => !ALLOWED.some(([at, part]) => file.endsWith(at) && text.includes(part)))
      .map((text) => `${file}: ${text}`),
  )
  expect(strays).toEqual([])
})

test('every exception is still needed', () => {
  const idle = ALLOWED.filter(
    ([at, part]) =>
      !sentencesIn(readFileSync(join(ROOT, 'electron', at), 'utf8')).some((text) => text.includes(part)),
  )
  expect(idle).toEqual([])
})
