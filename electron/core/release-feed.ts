/**
 * Reads what a feed of new versions says: GitHub's "latest release" (docs.github.com, REST API, "Releases": `tag_name`,
 * `html_url`, `body`, `draft`, `prerelease`), or the same fields from any other server. Pure; the answer is foreign.
 */
import type { Release } from '../contract/new-version'
import { KimiProxyError } from './errors'
import { plainNotes } from './release-notes'
import { isReleasePage } from './release-page'
import { isRecord } from './token'
import { parseVersion } from './version-order'

/** Null for a draft or a pre-release, which are offered to nobody. Throws FEED_UNUSABLE. */
export function releaseIn(body: string, feed: string): Release | null {
  const json = jsonIn(body)
  if (!isRecord(json)) throw feedUnusable('it is no release')
  const { tag_name: tag, html_url: page, body: notes } = json
  const version = typeof tag === 'string' ? parseVersion(tag) : null
  if (typeof tag !== 'string' || version === null) throw feedUnusable('it names no version')
  if (typeof page !== 'string' || !isReleasePage(page, feed)) throw feedUnusable('its link leads elsewhere')
  if (notes !== undefined && notes !== null && typeof notes !== 'string')
    throw feedUnusable('its notes are no text')
  const isUnfinished = flag(json, 'draft') || flag(json, 'prerelease')
  if (isUnfinished || version.preRelease.length > 0) return null
  return { version: tag.replace(/^v|\+.*$/g, ''), page, notes: plainNotes(notes ?? '') }
}

/** `detail`: a half sentence. */
export function feedUnusable(detail: string, cause?: unknown): KimiProxyError {
  const message = `The answer about new versions cannot be used: ${detail}.`
  return new KimiProxyError('FEED_UNUSABLE', message, 'Check updateFeed in the settings.', cause, detail)
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    throw feedUnusable('it is no JSON', error)
  }
}

function flag(json: Record<string, unknown>, key: string): boolean {
  const value = json[key] ?? false
  if (typeof value !== 'boolean') throw feedUnusable(`its "${key}" is neither true nor false`)
  return value
}
