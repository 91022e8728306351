/** The faithful simulator in a process of its own, for measurements at full speed. */
import { readFileSync } from 'node:fs'
import { KimiSimulator } from '../../e2e/simulator'
import { serveTasks } from '../worker'

export interface KimiTasks {
  readonly origin: (input: null) => Promise<string>
  /** Issues a new login, as a CLI would have saved it. */
  readonly issueLogin: (input: null) => Promise<{ readonly access_token: string }>
}

const [keyFile = '', certFile = ''] = process.argv.slice(2)
const tls = { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') }
const starting = KimiSimulator.start({ tls })

const tasks: KimiTasks = {
  origin: async () => (await starting).origin,
  issueLogin: async () => (await starting).issueLogin(),
}
serveTasks({ ...tasks })
