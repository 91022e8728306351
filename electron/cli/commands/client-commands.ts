/** The commands by which Claude Code and other clients come to use Kimi, and the list of what they asked. */
import { KimiProxyError } from '../../core/basics/errors'
import { oneLine } from '../../core/basics/printable'
import type { CliCommand, CommandKind } from '../basics/command'
import { type Given, readOptions } from '../basics/options'
import { connect } from '../connect/connect'
import { disconnect } from '../connect/disconnect'
import { env, token } from '../engine/env'
import { run } from '../engine/run'
import { login } from '../login/login'
import { log } from '../recorder/log'
import type { Entry } from './entry'

type Client = Extract<CommandKind, 'run' | 'connect' | 'disconnect' | 'env' | 'token' | 'log'>

export const CLIENT_COMMANDS: { readonly [Kind in Client]: Entry<Kind> } = {
  run: {
    lines: [['run -- claude [...]', 'help.run']],
    beside: ['port', 'park'],
    misfit: 'USAGE.run',
    read: runCommand,
    perform: (context, command) =>
      run(context, command, () => login(context, { kind: 'login', region: undefined, open: false })),
  },
  connect: {
    lines: [['connect', 'help.connect']],
    after: ['scope', 'dry-run', 'yes', 'check', 'statusline', 'replace-statusline'],
    noun: 'option',
    read: ({ names, scope = 'user' }) => ({
      kind: 'connect',
      scope,
      dryRun: names.has('dry-run'),
      yes: names.has('yes'),
      check: names.has('check'),
      statusLine: names.has('replace-statusline') ? 'replace' : names.has('statusline') ? 'add' : 'none',
    }),
    perform: connect,
  },
  disconnect: {
    lines: [['disconnect', 'help.disconnect']],
    after: ['scope', 'dry-run', 'yes'],
    noun: 'option',
    read: ({ names, scope = 'user' }) => ({
      kind: 'disconnect',
      scope,
      dryRun: names.has('dry-run'),
      yes: names.has('yes'),
    }),
    perform: disconnect,
  },
  token: {
    lines: [['token', 'help.token']],
    after: [],
    read: () => ({ kind: 'token' }),
    perform: token,
  },
  env: {
    lines: [['env [--json]', 'help.env']],
    after: ['json'],
    read: ({ names }) => ({ kind: 'env', json: names.has('json') }),
    perform: env,
  },
  log: {
    lines: [['log [--follow] [--json]', 'help.log']],
    after: ['follow', 'json', 'export', 'session', 'limit'],
    read: ({ names, session, limit }) => ({
      kind: 'log',
      follow: names.has('follow'),
      json: names.has('json'),
      export: names.has('export'),
      session,
      limit,
    }),
    perform: log,
  },
}

/** Its options may stand in front of the word and behind it, up to the command. */
function runCommand({ rest, port, names }: Given): CliCommand<'run'> {
  const end = rest.indexOf('--')
  const refusal = (arg: string) => new KimiProxyError('USAGE.runOption', { arg: oneLine(arg) })
  const given = readOptions(end === -1 ? rest : rest.slice(0, end), ['port', 'park'], refusal)
  const behind = end === -1 ? [] : rest.slice(end)
  const command = given.word === undefined ? behind.slice(1) : [given.word, ...given.rest, ...behind]
  if (command[0] === undefined) throw new KimiProxyError('USAGE.runNothing', {})
  return {
    kind: 'run',
    port: given.port ?? port,
    park: names.has('park') || given.names.has('park'),
    command,
  }
}
