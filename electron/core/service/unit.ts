/**
 * The proxy as a service of the system's: the text of a systemd user unit and of a launchd agent, from the same data.
 * Pure. Sources: systemd.syntax(7), systemd.service(5) "Command lines", systemd.exec(5) "Environment", systemd.kill(5),
 * launchd.plist(5).
 */
import { KimiProxyError } from '../basics/errors'

export interface ServiceUnit {
  /** Absolute; its arguments follow. */
  readonly program: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** How long a stop may take before the system kills: a drain and a renewal under way, whose token must not be lost. */
  readonly stopSeconds: number
  /** An AppImage: the helper that mounts it (`fusermount`) becomes root, which `NoNewPrivileges` forbids (systemd.exec(5)). */
  readonly mountsItself: boolean
}

/** The session of launchd's that the agent belongs to: with a desktop, or none (a Mac that is only reached by SSH). */
export type LaunchdSession = 'Aqua' | 'Background'

export const SYSTEMD_UNIT = 'kimi-proxy.service'
export const LAUNCHD_LABEL = 'com.kimi-proxy.service'

/** By which a file is known to be ours, and may be replaced and removed. */
const MARK = 'Written by kimi-proxy service install'

export function isOwnUnit(text: string): boolean {
  return text.includes(`# ${MARK}`) || text.includes(`<!-- ${MARK} -->`)
}

/**
 * Throws SERVICE_FAILED for what a unit cannot hold. It never gives up (`StartLimitIntervalSec=0`): a taken port may be
 * free in an hour. A mistake in the settings (64) stays a mistake, so it waits for `install`. Only the main process is
 * signalled (`mixed`): an AppImage's mount lives in another one, and must outlive it.
 */
export function systemdUnit(unit: ServiceUnit): string {
  const { program, args, environment, stopSeconds, mountsItself } = unit
  refuseControlCharacters(unit)
  // systemd's own check of an executable's name, which no quoting gets around (exec_command, `string_is_safe`).
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

/** A variable is not expanded in the program's own name, so `$` is doubled only in what follows it. */
function quoted(word: string): string {
  return `"${word.replace(/["\\]/g, '\\$&').replaceAll('%', '%%')}"`
}

/**
 * Throws SERVICE_FAILED for what a property list cannot hold. `Interactive`: without it launchd may delay timers and
 * throttle, and a stream is waited for by a person. launchd starts it at most once in 10 s, by default.
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

/** Aqua where the text does not say otherwise, as launchd takes it. */
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

/** Program and arguments of a unit that we wrote, in either form; null where it has been changed beyond reading. */
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

/** A variable that a unit of ours sets, in either form; null where it sets none of that name. */
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
