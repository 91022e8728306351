/**
 * The proxy as a service of the system's: the text of a systemd user unit and of a launchd agent, from the same data.
 * Pure. Sources: systemd.syntax(7), systemd.service(5) "Command lines", systemd.exec(5) "Environment", systemd.kill(5),
 * launchd.plist(5).
 */
import { KimiProxyError } from '../basics/errors'

export interface ServiceUnit {
  /** The absolute path of the program; `args` follow it. */
  readonly program: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /**
   * How long a stop may take before the system kills the process: long enough to end requests and a renewal under way, whose
   * token must not be lost.
   */
  readonly stopSeconds: number
  /**
   * Whether the program is an AppImage. The helper that mounts an AppImage (`fusermount`) becomes root, which
   * `NoNewPrivileges` forbids (systemd.exec(5)).
   */
  readonly mountsItself: boolean
}

/**
 * The launchd session that the agent belongs to: one with a desktop, or one without (a Mac that is only reached by SSH).
 */
export type LaunchdSession = 'Aqua' | 'Background'

export const SYSTEMD_UNIT = 'kimi-proxy.service'
export const LAUNCHD_LABEL = 'com.kimi-proxy.service'

/** The line that marks a file as ours. Only such a file may be replaced or removed. */
const MARK = 'Written by kimi-proxy service install'

export function isOwnUnit(text: string): boolean {
  return text.includes(`# ${MARK}`) || text.includes(`<!-- ${MARK} -->`)
}

/**
 * The text of a systemd unit. Throws SERVICE_FAILED for a value that a unit cannot hold.
 *
 * - systemd restarts the engine without end (`StartLimitIntervalSec=0`), because a taken port may be free in an hour.
 * - After exit code 64, a mistake in the settings, systemd does not restart: the mistake stays until the next `install`.
 * - Only the main process gets the stop signal (`mixed`), because an AppImage's mount lives in another process and must
 *   outlive the main one.
 */
export function systemdUnit(unit: ServiceUnit): string {
  const { program, args, environment, stopSeconds, mountsItself } = unit
  refuseControlCharacters(unit)
  // systemd itself refuses such a name of a program, and no quoting changes that (exec_command, `string_is_safe`).
  if (/["'\\]/.test(program)) throw unwritable(program)
  return [
    `# ${MARK}; ${'`kimi-proxy service remove`'} takes it away.`,
    '[Unit]',
    'Description=Kimi Proxy',
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    `ExecStart=${[quoted(program), ...args.map((arg) => quoted(arg.replaceAll('$', '$$$$')))].join(' ')}`,
    ...Object.entries(environment).map(([name, value]) => `Environment=${quoted(`${name}=${value}`)}`),
    'Restart=on-failure',
    'RestartSec=2',
    'RestartPreventExitStatus=64',
    'KillMode=mixed',
    `TimeoutStopSec=${stopSeconds}`,
    ...(mountsItself ? [] : ['NoNewPrivileges=yes']),
    '',
    '[Install]',
    'WantedBy=default.target',
    '',
  ].join('\n')
}

/** Quotes an argument. systemd expands no variable in the program's own name, so `$` is doubled only in the arguments. */
function quoted(word: string): string {
  return `"${word.replace(/["\\]/g, '\\$&').replaceAll('%', '%%')}"`
}

/**
 * The text of a launchd agent. Throws SERVICE_FAILED for a value that a property list cannot hold.
 *
 * - `Interactive` keeps launchd from delaying timers and throttling, because a person waits for the streams.
 * - By default launchd starts an agent at most once in 10 s.
 */
export function launchdPlist(unit: ServiceUnit, session: LaunchdSession): string {
  const { program, args, environment, stopSeconds } = unit
  refuseControlCharacters(unit)
  const variables = Object.entries(environment)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    `<!-- ${MARK} -->`,
    '<plist version="1.0">',
    '<dict>',
    key('Label', string(LAUNCHD_LABEL)),
    key('ProgramArguments', ['<array>', ...[program, ...args].map(string), '</array>'].join('')),
    ...(variables.length === 0 ? [] : [key('EnvironmentVariables', dict(variables))]),
    key('RunAtLoad', '<true/>'),
    key('KeepAlive', '<dict><key>SuccessfulExit</key><false/></dict>'),
    key('ExitTimeOut', `<integer>${stopSeconds}</integer>`),
    key('ProcessType', string('Interactive')),
    key('LimitLoadToSessionType', string(session)),
    '</dict>',
    '</plist>',
    '',
  ].join('\n')
}

/** The session that a property list names; Aqua where it names none, which is launchd's default. */
export function launchdSession(text: string): LaunchdSession {
  return /<key>LimitLoadToSessionType<\/key>\s*<string>Background<\/string>/.test(text)
    ? 'Background'
    : 'Aqua'
}

function key(name: string, value: string): string {
  return `  <key>${name}</key>${value}`
}

function dict(entries: readonly (readonly [name: string, value: string])[]): string {
  return `<dict>${entries.map(([name, value]) => `<key>${xml(name)}</key>${string(value)}`).join('')}</dict>`
}

function string(text: string): string {
  return `<string>${xml(text)}</string>`
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/**
 * The program and arguments in a unit that we wrote, of either form; null where the file was changed so that they cannot be
 * read.
 */
export function commandIn(text: string): readonly string[] | null {
  const line = /^ExecStart=(.*)$/m.exec(text)?.[1]
  if (line !== undefined) {
    const [program, ...args] = [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = '']) =>
      unquoted(word),
    )
    return program === undefined ? null : [program, ...args.map((arg) => arg.replaceAll('$$', '$'))]
  }
  const array = /<key>ProgramArguments<\/key>\s*<array>(.*?)<\/array>/s.exec(text)?.[1]
  const words = [...(array ?? '').matchAll(/<string>(.*?)<\/string>/gs)].map(([, word = '']) => fromXml(word))
  return words.length === 0 ? null : words
}

/** The value of a variable in a unit that we wrote, of either form; null where the unit does not set it. */
export function variableIn(text: string, name: string): string | null {
  const quotedValue = new RegExp(`^Environment="${name}=((?:[^"\\\\]|\\\\.)*)"$`, 'm').exec(text)?.[1]
  if (quotedValue !== undefined) return unquoted(quotedValue)
  const value = new RegExp(`<key>${name}</key><string>(.*?)</string>`, 's').exec(text)?.[1]
  return value === undefined ? null : fromXml(value)
}

function unquoted(word: string): string {
  return word.replace(/\\(.)/g, '$1').replaceAll('%%', '%')
}

function fromXml(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

function refuseControlCharacters({ program, args, environment }: ServiceUnit): void {
  const words = [program, ...args, ...Object.entries(environment).flat()]
  const odd = words.find((word) => [...word].some(isControlCharacter))
  if (odd !== undefined) throw unwritable(odd)
}

function isControlCharacter(character: string): boolean {
  return character < ' ' || character === '\u007f'
}

function unwritable(word: string): KimiProxyError {
  const shown = [...word].map((character) => (isControlCharacter(character) ? '?' : character)).join('')
  return new KimiProxyError('SERVICE_FAILED.value', { value: shown })
}
