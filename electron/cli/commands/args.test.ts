import { describe, expect, it } from 'vitest'
import { KimiProxyError } from '../../core/basics/errors'
import { problemWords } from '../../core/words/problem-words'
import { sayIn } from '../../core/words/say'
import type { CliCommand } from '../basics/command'
import { parseCliArgs } from './args'

const START = { kind: 'start', port: undefined, park: false, foreground: false } as const

describe('parseCliArgs', () => {
  it.each<[readonly string[], CliCommand]>([
    [[], START],
    [['--port', '8080'], { ...START, port: 8080 }],
    [['-p', '8080'], { ...START, port: 8080 }],
    [['--port=8080'], { ...START, port: 8080 }],
    [['--port', '1', '--port', '65535'], { ...START, port: 65_535 }],
    [['--foreground'], { ...START, foreground: true }],
    [['--check'], { kind: 'check', port: undefined }],
    [['--check', '--port', '2'], { kind: 'check', port: 2 }],
    [['--port', '2', '--check'], { kind: 'check', port: 2 }],
    [['--stop'], { kind: 'stop', all: false, yes: false }],
    [['--stop', '--stop'], { kind: 'stop', all: false, yes: false }],
    [['--stop-all'], { kind: 'stop', all: true, yes: false }],
    [['--stop', '--yes'], { kind: 'stop', all: false, yes: true }],
    [['--watchdog'], { kind: 'watchdog', port: undefined, park: false, foreground: false }],
    [['--foreground', '--watchdog'], { kind: 'watchdog', port: undefined, park: false, foreground: true }],
    [['--help'], { kind: 'help' }],
    [['-h'], { kind: 'help' }],
    [['--version'], { kind: 'version' }],
    [['-V'], { kind: 'version' }],
    [['-v'], { kind: 'version' }],
    [['version'], { kind: 'version' }],
    [['help'], { kind: 'help' }],
    [['start'], START],
    [['start', '--port', '8080', '--park'], { ...START, port: 8080, park: true }],
    [['--port', '8080', 'start', '--foreground'], { ...START, port: 8080, foreground: true }],
    [['--port', '1', 'start', '--port', '2'], { ...START, port: 2 }],
    [['check', '-p', '2'], { kind: 'check', port: 2 }],
    [['stop'], { kind: 'stop', all: false, yes: false }],
    [['stop', '--all', '--yes'], { kind: 'stop', all: true, yes: true }],
    [['watchdog', '--park'], { kind: 'watchdog', port: undefined, park: true, foreground: false }],
    [['restart', '--yes'], { kind: 'restart', port: undefined, park: false, yes: true }],
    [['logs'], { kind: 'logs' }],
    [['config', 'get'], { kind: 'config', action: 'get', key: null }],
    [['config', 'get', 'port'], { kind: 'config', action: 'get', key: 'port' }],
    [['config', 'set', 'port', '1'], { kind: 'config', action: 'set', key: 'port', values: ['1'] }],
    [['config', 'unset', 'port'], { kind: 'config', action: 'unset', key: 'port' }],
    [['completion', 'zsh'], { kind: 'completion', shell: 'zsh' }],
    [['statusline'], { kind: 'statusline' }],
    [['run', 'claude'], { kind: 'run', port: undefined, park: false, command: ['claude'] }],
    [
      ['--port', '3', 'run', 'claude', '-p', 'hi'],
      { kind: 'run', port: 3, park: false, command: ['claude', '-p', 'hi'] },
    ],
    [
      ['run', '--', 'claude', '--port', 'x', '--', 'y'],
      { kind: 'run', port: undefined, park: false, command: ['claude', '--port', 'x', '--', 'y'] },
    ],
    [['run', '--', '--odd'], { kind: 'run', port: undefined, park: false, command: ['--odd'] }],
    [['--park'], { ...START, park: true }],
    [['--watchdog', '--park'], { kind: 'watchdog', port: undefined, park: true, foreground: false }],
    [
      ['run', '--port', '3', '--park', '--', 'claude', '--', 'x'],
      { kind: 'run', port: 3, park: true, command: ['claude', '--', 'x'] },
    ],
    [
      ['--port', '2', 'run', '--port=3', 'claude', '--port', '4'],
      { kind: 'run', port: 3, park: false, command: ['claude', '--port', '4'] },
    ],
    [
      ['run', 'claude', '--', 'x'],
      { kind: 'run', port: undefined, park: false, command: ['claude', '--', 'x'] },
    ],
    [['token'], { kind: 'token' }],
    [['env'], { kind: 'env', json: false }],
    [['env', '--json'], { kind: 'env', json: true }],
    [['--park', 'run', 'claude'], { kind: 'run', port: undefined, park: true, command: ['claude'] }],
    [['run', 'use'], { kind: 'run', port: undefined, park: false, command: ['use'] }],
    [['use', 'own'], { kind: 'use', pick: 'own' }],
    [['use', 'auto'], { kind: 'use', pick: 'auto' }],
    [['status'], { kind: 'status', json: false }],
    [['status', '--json'], { kind: 'status', json: true }],
    [['quota'], { kind: 'quota', json: false, watch: false }],
    [['quota', '--watch', '--json'], { kind: 'quota', json: true, watch: true }],
    [['run', '--', ''], { kind: 'run', port: undefined, park: false, command: [''] }],
    [['doctor'], { kind: 'doctor', port: undefined, json: false }],
    [['doctor', '--redact'], { kind: 'doctor', port: undefined, json: false }],
    [['doctor', '--json', '--redact', '--port', '4'], { kind: 'doctor', port: 4, json: true }],
    [['--port', '5', 'doctor', '--json'], { kind: 'doctor', port: 5, json: true }],
    [['login'], { kind: 'login', region: undefined, open: false }],
    [['login', '--open', '--region', 'global'], { kind: 'login', region: 'global', open: true }],
    [['login', '--region=mainland-cn'], { kind: 'login', region: 'mainland-cn', open: false }],
    [
      ['connect'],
      { kind: 'connect', scope: 'user', dryRun: false, yes: false, check: false, statusLine: 'none' },
    ],
    [
      ['connect', '--scope', 'local', '--dry-run', '--check'],
      { kind: 'connect', scope: 'local', dryRun: true, yes: false, check: true, statusLine: 'none' },
    ],
    [
      ['connect', '--statusline', '--yes'],
      { kind: 'connect', scope: 'user', dryRun: false, yes: true, check: false, statusLine: 'add' },
    ],
    [
      ['connect', '--replace-statusline'],
      { kind: 'connect', scope: 'user', dryRun: false, yes: false, check: false, statusLine: 'replace' },
    ],
    [
      ['disconnect', '--scope=project', '--yes'],
      { kind: 'disconnect', scope: 'project', dryRun: false, yes: true },
    ],
    [['logout'], { kind: 'logout', yes: false }],
    [['logout', '--yes'], { kind: 'logout', yes: true }],
    [
      ['service', 'install'],
      { kind: 'service', action: 'install', port: undefined, park: false, yes: false },
    ],
    [
      ['service', 'install', '--port', '6', '--park', '--yes'],
      { kind: 'service', action: 'install', port: 6, park: true, yes: true },
    ],
    [
      ['service', 'install', '--port=6'],
      { kind: 'service', action: 'install', port: 6, park: false, yes: false },
    ],
    [['service', 'remove'], { kind: 'service', action: 'remove', yes: false }],
    [['service', 'remove', '--yes'], { kind: 'service', action: 'remove', yes: true }],
    [['service', 'status'], { kind: 'service', action: 'status', json: false }],
    [['service', 'status', '--json'], { kind: 'service', action: 'status', json: true }],
  ])('%j', (args, command) => {
    expect(parseCliArgs(args)).toEqual(command)
  })

  it.each([
    [['--nope'], 'Unknown option "--nope".'],
    [['nope'], 'Unknown command "nope".'],
    [['toString'], 'Unknown command "toString".'],
    [['constructor'], 'Unknown command "constructor".'],
    [['__proto__'], 'Unknown command "__proto__".'],
    [[''], 'Unknown command "".'],
    [['--port'], '--port needs a number.'],
    [['--port', '--check'], '--port: "--check" is not a port.'],
    [['--port', '0'], '--port: "0" is not a port.'],
    [['--port', '65536'], '--port: "65536" is not a port.'],
    [['--port', '0x10'], '--port: "0x10" is not a port.'],
    [['--port', ' 1'], '--port: " 1" is not a port.'],
    [['--port', '١'], '--port: "١" is not a port.'],
    [['--port='], '--port: "" is not a port.'],
    [['--check', '--watchdog'], '--check and --watchdog cannot be combined.'],
    [['--help', '--version'], '--help and --version cannot be combined.'],
    [['--stop', '--foreground'], '--foreground and --stop cannot be combined.'],
    [['--foreground', 'run', 'x'], 'run cannot be combined with another option than --port and --park.'],
    [['--park', '--check'], '--park and --check cannot be combined.'],
    [['--yes', '--check'], '--yes and --check cannot be combined.'],
    [['--yes'], 'Unknown option "--yes".'],
    [['restart', 'now'], 'Unknown word "now" after restart.'],
    [['start', 'claude'], 'Unknown word "claude" after start.'],
    [['config'], 'config needs an action.'],
    [['config', 'mend'], 'config has no action "mend".'],
    [['config', 'gte'], 'Unknown word "gte" after config.'],
    [['config', 'set'], 'config set needs the name of a setting.'],
    [['config', 'set', 'port'], 'config set port needs a value.'],
    [['config', 'set', 'prot', '1'], 'There is no setting "prot".'],
    [['config', 'get', 'toString'], 'There is no setting "toString".'],
    [['config', 'get', 'port', 'upstream'], 'Unknown word "upstream" after config get.'],
    [['completion'], 'completion needs a shell.'],
    [['completion', 'tcsh'], 'completion does not support "tcsh".'],
    [['help', 'nope'], 'Unknown command "nope".'],
    [['use'], 'use needs a login.'],
    [['use', 'file'], '"file" is not a login to use.'],
    [['use', 'own', 'more'], 'Unknown word "more" after use.'],
    [['--port', '2', 'use', 'own'], 'use cannot be combined with an option in front of it.'],
    [['status', '--jso'], 'Unknown option "--jso" after status.'],
    [['quota', '--yes'], 'Unknown option "--yes" after quota.'],
    [['login', '--yes'], 'Unknown option "--yes" after login.'],
    [['login', '--region'], '--region needs a region.'],
    [['login', '--region', 'mars'], '--region "mars" is not a region.'],
    [['connect', '--scope', 'world'], '--scope "world" is not a scope.'],
    [['disconnect', '--check'], 'Unknown option "--check" after disconnect.'],
    [['logout', 'kimi-code'], 'Unknown option "kimi-code" after logout.'],
    [['service'], 'service needs an action.'],
    [['service', 'start'], 'service has no action "start".'],
    [['service', 'install', '--port'], '--port needs a number.'],
    [['service', 'install', '--port', 'x'], '--port: "x" is not a port.'],
    [['service', 'install', '--json'], 'Unknown option "--json" after service install.'],
    [['service', 'remove', 'now'], 'Unknown word "now" after service remove.'],
    [['service', 'status', '--yes'], 'Unknown option "--yes" after service status.'],
    [['--park', 'service', 'install'], 'service cannot be combined with an option in front of it.'],
    [['--port', '3', 'login'], 'login cannot be combined with an option in front of it.'],
    [['run'], 'run needs a command.'],
    [['run', '--'], 'run needs a command.'],
    [['run', '--port', '3', '--'], 'run needs a command.'],
    [['run', '--port', 'x', 'y'], '--port: "x" is not a port.'],
    [['run', '--yes', 'x'], 'Unknown option "--yes" after run.'],
    [['token', 'x'], 'Unknown word "x" after token.'],
    [['env', '--yaml'], 'Unknown option "--yaml" after env.'],
    [['run', '-x'], 'Unknown option "-x" after run.'],
    [['doctor', '--yaml'], 'Unknown option "--yaml".'],
    [['doctor', '--check'], 'doctor takes --json, --redact and --port only.'],
    [['--check', 'doctor'], 'doctor takes --json, --redact and --port only.'],
    [['--foreground', 'doctor'], 'doctor takes --json, --redact and --port only.'],
  ])('%j is a mistake', (args, message) => {
    const { code, ...words } = mistakeIn(args)
    expect(words.message).toBe(message)
    expect(['USAGE', 'SETTING_INVALID']).toContain(code)
    expect(words.recovery).not.toBe('')
  })

  it.each([
    [['statsu'], 'Did you mean "kimi-proxy status"?'],
    [['--staus'], 'Did you mean "kimi-proxy status"?'],
    [['--chekc'], 'Did you mean "kimi-proxy --check"?'],
    [['usage'], 'Did you mean "kimi-proxy quota"?'],
    [['status', '--jso'], 'Did you mean "kimi-proxy status --json"?'],
    [['service', 'install', '--yse'], 'Did you mean "kimi-proxy service install --yes"?'],
    [['config', 'gte', 'port'], 'Did you mean "kimi-proxy config get"?'],
    [['config', 'get', 'allowed_host'], 'Did you mean allowedHosts?'],
    [['nope'], 'See kimi-proxy --help.'],
  ])('%j: %s', (args, recovery) => {
    expect(mistakeIn(args).recovery).toBe(recovery)
  })

  it('repeats what was typed without its control characters, and not at length', () => {
    const { message } = mistakeIn([`--x\u001b[31m\n${'y'.repeat(500)}`])
    expect(message).toMatch(/^[\x20-\x7e]+$/)
    expect(message.length).toBeLessThan(130)
  })
})

function mistakeIn(args: readonly string[]) {
  try {
    parseCliArgs(args)
  } catch (error) {
    if (error instanceof KimiProxyError) {
      return { code: error.code, ...problemWords(sayIn('en'), error.toProblem(), 'terminal') }
    }
  }
  throw new Error(`no mistake was found in ${JSON.stringify(args)}`)
}
