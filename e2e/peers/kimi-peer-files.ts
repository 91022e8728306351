/** How Kimi's own tools keep and lock their login: what `kimi-peer.ts` differs in between them. */
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { lock } from 'proper-lockfile'

/** As in the file; seconds. */
export interface PeerLogin {
  readonly access_token: string
  readonly refresh_token: string
  readonly expires_at: number
  readonly scope: string
  readonly token_type: string
  readonly expires_in: number
}

export interface PeerTool {
  /** How long it waits for a peer's write before it believes a refusal. */
  readonly settleMs: number
  load(): PeerLogin | null
  save(login: PeerLogin): void
  lock(): Promise<() => Promise<void>>
  isRefusal(status: number, error: string): boolean
  /** What it does to the file of a login that is over. */
  bury(login: PeerLogin): void
}

/** kimi-code 2.1.0: proper-lockfile on `oauth/<slot>`, 2-space JSON with whole seconds, tombstones. */
export function kimiCodeTool(path: string): PeerTool {
  const sentinel = join(dirname(dirname(path)), 'oauth', basename(path, '.json'))
  const save = (login: PeerLogin) => {
    const temporary = `${path}.tmp.${process.pid}.${randomBytes(4).toString('hex')}`
    const whole = {
      ...ordered(login),
      expires_at: Math.floor(login.expires_at),
      expires_in: login.expires_in,
    }
    replace(temporary, path, `${JSON.stringify(whole, null, 2)}\n`)
  }
  return {
    settleMs: 100,
    load: () => load(path),
    save,
    lock: async () => {
      mkdirSync(dirname(sentinel), { recursive: true })
      writeFileSync(sentinel, '', { flag: 'a' })
      const retries = { retries: 120, factor: 1, minTimeout: 500, maxTimeout: 1_000 }
      return lock(sentinel, { retries, stale: 5_000, realpath: false })
    },
    isRefusal: (status, error) => status === 401 || status === 403 || error === 'invalid_grant',
    bury: (login) => save({ ...login, access_token: '', refresh_token: '', expires_at: 0, expires_in: 0 }),
  }
}

/** kimi-cli: a lock that Node cannot see, one line of JSON with fractions, the file left alone when the login is over. */
export function kimiCliTool(path: string): PeerTool {
  return {
    settleMs: 1_000,
    load: () => load(path),
    save: (login) => {
      const temporary = join(dirname(path), `tmp${randomBytes(4).toString('hex')}.tmp`)
      replace(temporary, path, asPythonWrites(login))
    },
    lock: async () => async () => undefined,
    isRefusal: (status) => status === 401 || status === 403,
    bury: () => undefined,
  }
}

function load(path: string): PeerLogin | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

function replace(temporary: string, path: string, text: string): void {
  const file = openSync(temporary, 'w', 0o600)
  writeSync(file, text)
  fsyncSync(file)
  closeSync(file)
  chmodSync(temporary, 0o600)
  renameSync(temporary, path)
}

function ordered({ access_token, refresh_token, expires_at, scope, token_type, expires_in }: PeerLogin) {
  return { access_token, refresh_token, expires_at, scope, token_type, expires_in }
}

/** Python's `json.dumps`: a blank behind each comma and colon, and numbers with a fraction. */
function asPythonWrites(login: PeerLogin): string {
  const fields = Object.entries(ordered(login)).map(([key, value]) => {
    const word = typeof value === 'number' && Number.isInteger(value) ? `${value}.0` : JSON.stringify(value)
    return `"${key}": ${word}`
  })
  return `{${fields.join(', ')}}`
}
