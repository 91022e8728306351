/** The commands for an engine that runs, its settings and its log. */
import type { CommandKind } from '../basics/command'
import { config } from '../config/config'
import { readConfig } from '../config/read-config'
import { restart } from '../engine/restart'
import { logs } from '../logs/logs'
import { restartService } from '../service/restart'
import { printStatusline } from '../statusline/statusline'
import { type Entry, startOptions } from './entry'

type Tool = Extract<CommandKind, 'restart' | 'config' | 'logs' | 'statusline'>

export const TOOL_COMMANDS: { readonly [Kind in Tool]: Entry<Kind> } = {
  restart: {
    lines: [['restart', 'help.restart']],
    after: ['port', 'park', 'yes'],
    read: (given) => ({ kind: 'restart', ...startOptions(given), yes: given.names.has('yes') }),
    perform: (context, command) => restart(context, command, () => restartService(context)),
  },
  config: {
    lines: [
      ['config get [key]', 'help.configGet'],
      ['config set <key> <value>', 'help.configSet'],
      ['config unset <key>', 'help.configUnset'],
    ],
    words: ['get', 'set', 'unset'],
    read: ({ rest }) => readConfig(rest),
    perform: config,
  },
  logs: {
    lines: [['logs', 'help.logs']],
    after: [],
    read: () => ({ kind: 'logs' }),
    perform: logs,
  },
  statusline: {
    lines: [['statusline', 'help.statusline']],
    after: [],
    read: () => ({ kind: 'statusline' }),
    perform: (context) => printStatusline(context.env),
  },
}
