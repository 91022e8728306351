/** One line for each command that can be typed as it stands, for its `--help`. */
import type { CommandKind } from '../basics/command'

/** Behind `kimi-proxy`. */
export const EXAMPLES: Readonly<Record<CommandKind, string>> = {
  run: 'run -- claude',
  login: 'login --region global',
  logout: 'logout --yes',
  connect: 'connect --dry-run',
  disconnect: 'disconnect',
  env: 'env --json',
  token: 'token',
  log: 'log --follow',
  start: 'start --port 19000 --park',
  check: 'check --port 19000',
  status: 'status --json',
  quota: 'quota --watch',
  use: 'use kimi-code',
  doctor: 'doctor --json',
  stop: 'stop --yes',
  restart: 'restart --yes',
  watchdog: 'watchdog --park',
  service: 'service install --port 19000',
  config: 'config set port 19000',
  logs: 'logs',
  statusline: 'statusline',
  completion: 'completion bash',
  help: 'help login',
  version: 'version',
}
