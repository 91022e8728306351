/**
 * A process that uses a login as one of Kimi's own tools does (ARCHITECTURE, facts 2 and 3), again and again until its
 * input ends: the file is read for every use, renewed when it should be, and an API call made with what came out.
 *
 *     kimi-peer kimi-code|kimi-cli <login file> <token endpoint> <API address> <pause in ms>
 *
 * A line of JSON for every use; "signed out" is what the tool would have told its user.
 */
import { createInterface } from 'node:readline'
import type { PeerLogin, PeerTool } from './kimi-peer-files'
import { kimiCliTool, kimiCodeTool } from './kimi-peer-files'

export type PeerLine =
  | { readonly kind: 'used'; readonly status: number }
  | { readonly kind: 'signed out' }
  | { readonly kind: 'failed'; readonly reason: string }

const CLIENT_ID = '17e5f671-d194-4dfb-9706-5516cb48c098'

class SignedOut extends Error {}

class Peer {
  readonly #tool: PeerTool
  readonly #tokenUrl: string
  readonly #apiUrl: string

  constructor(tool: PeerTool, tokenUrl: string, apiUrl: string) {
    this.#tool = tool
    this.#tokenUrl = tokenUrl
    this.#apiUrl = apiUrl
  }

  async use(): Promise<PeerLine> {
    try {
      const status = await this.#call(await this.#fresh(false))
      return { kind: 'used', status: status === 401 ? await this.#call(await this.#fresh(true)) : status }
    } catch (error) {
      return error instanceof SignedOut
        ? { kind: 'signed out' }
        : { kind: 'failed', reason: error instanceof Error ? error.message : 'unknown' }
    }
  }

  async #call(login: PeerLogin): Promise<number> {
    const headers = { authorization: `Bearer ${login.access_token}` }
    return (await fetch(this.#apiUrl, { headers })).status
  }

  async #fresh(forced: boolean): Promise<PeerLogin> {
    const seen = this.#signedIn()
    if (!forced && !isDue(seen)) return seen
    const release = await this.#tool.lock()
    try {
      // A file that has gone meanwhile does not stop kimi-code.
      const login = this.#tool.load() ?? seen
      if (login.access_token === '') throw new SignedOut()
      if (forced ? login.access_token !== seen.access_token : !isDue(login)) return login
      return await this.#renew(login)
    } finally {
      await release()
    }
  }

  #signedIn(): PeerLogin {
    const login = this.#tool.load()
    if (login === null || login.access_token === '') throw new SignedOut()
    return login
  }

  async #renew(login: PeerLogin): Promise<PeerLogin> {
    const { refresh_token } = login
    const body = new URLSearchParams({ client_id: CLIENT_ID, grant_type: 'refresh_token', refresh_token })
    const askedAtMs = Date.now()
    const answer = await fetch(this.#tokenUrl, { method: 'POST', body })
    const json: PeerLogin & { error?: string } = JSON.parse(await answer.text())
    if (answer.status === 200) {
      const renewed = { ...json, expires_at: askedAtMs / 1000 + json.expires_in }
      this.#tool.save(renewed)
      return renewed
    }
    if (!this.#tool.isRefusal(answer.status, json.error ?? '')) throw new Error(`HTTP ${answer.status}`)
    await pause(this.#tool.settleMs)
    const now = this.#tool.load()
    if (now !== null && now.access_token !== '' && now.refresh_token !== refresh_token) return now
    this.#tool.bury(login)
    throw new SignedOut()
  }
}

/** Both tools' rule, which is why a short token is renewed for every use. */
function isDue({ expires_at, expires_in }: PeerLogin): boolean {
  return expires_at !== 0 && expires_at - Date.now() / 1000 < Math.max(300, expires_in / 2)
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs))
}

async function main([
  kind,
  path = '',
  tokenUrl = '',
  apiUrl = '',
  pauseMs,
]: readonly string[]): Promise<void> {
  const tool = kind === 'kimi-cli' ? kimiCliTool(path) : kimiCodeTool(path)
  const peer = new Peer(tool, tokenUrl, apiUrl)
  let isOver = false
  createInterface({ input: process.stdin }).once('close', () => {
    isOver = true
  })
  while (!isOver) {
    process.stdout.write(`${JSON.stringify(await peer.use())}\n`)
    await pause(Number(pauseMs))
  }
}

void main(process.argv.slice(2))
