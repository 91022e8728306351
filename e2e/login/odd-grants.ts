/** The odd forms in which a grant may come and still be a grant. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import type { GrantForm } from '../simulator'
import type { Random } from './random'

const withLifetime = (lifetime: unknown): GrantForm => ({ fields: { expires_in: lifetime } })

const packed = (coding: string, pack: (text: string) => Buffer, isNamed: boolean): GrantForm => ({
  pack,
  headers: isNamed ? { 'content-encoding': coding } : {},
})

const FORMS: readonly GrantForm[] = [
  {},
  {},
  { status: 201 },
  { fields: { error: null } },
  { pack: (json) => `\ufeff${json}` },
  { end: 'break' },
  { afterMs: 900 },
  withLifetime(undefined),
  withLifetime(null),
  withLifetime(0),
  withLifetime(-5),
  withLifetime('6'),
  packed('gzip', gzipSync, true),
  packed('gzip', gzipSync, false),
  packed('deflate', deflateSync, true),
  packed('br', brotliCompressSync, true),
]

export function oddForm(random: Random): GrantForm {
  return FORMS[Math.floor(random.between(0, FORMS.length))] ?? {}
}
