/** What a shared login must look like when nothing went wrong. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect } from 'vitest'
import type { LoginWatch } from '../login/login-watch'
import type { KimiSimulator } from '../simulator'

/**
 * Every request was granted, and each sent what the one before had been granted: no token twice, none left out, each
 * saved before the next was asked for. Returns the number of rotations.
 */
export function expectOneChain(simulator: KimiSimulator, firstToken: string, watch: LoginWatch): number {
  const { refreshRequests, grantedCount } = simulator.log
  expect(refreshRequests.filter(({ outcome }) => outcome !== 'granted')).toEqual([])
  const sent = refreshRequests.map(({ refreshToken }) => refreshToken)
  const granted = refreshRequests.map(({ successor }) => successor)
  expect(sent).toEqual([firstToken, ...granted.slice(0, -1)])
  expect(watch.broken).toEqual([])
  // A reader that lags may pass over a token that was rotated at once; it never sees one that Kimi did not grant.
  const chain = [firstToken, ...granted]
  const places = watch.seen.map((token) => chain.indexOf(token))
  expect(places[0]).toBe(0)
  expect(places.every((place, index) => index === 0 || place >= (places[index - 1] ?? 0))).toBe(true)
  expect(watch.seen.at(-1)).toBe(granted.at(-1))
  expect(grantedCount).toBe(granted.length)
  return grantedCount
}

const KEYS = ['access_token', 'refresh_token', 'expires_at', 'scope', 'token_type', 'expires_in']

/** Exactly as kimi-code writes it, and nothing beside it. */
export function expectKimiCodeForm(path: string, texts: readonly string[] = [readFileSync(path, 'utf8')]) {
  for (const text of texts) {
    const login: Record<string, unknown> = JSON.parse(text)
    expect(text).toBe(`${JSON.stringify(login, null, 2)}\n`)
    expect(Object.keys(login)).toEqual(KEYS)
    expect(Number.isInteger(login['expires_at'])).toBe(true)
    expect(Number.isInteger(login['expires_in'])).toBe(true)
  }
  const folder = dirname(path)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(readdirSync(folder)).toEqual([basename(path)])
  // kimi-code's own sentinel stays; the lock is a folder beside it.
  expect(readdirSync(join(dirname(folder), 'oauth'))).toEqual([basename(path, '.json')])
}
