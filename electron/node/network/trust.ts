import { X509Certificate } from 'node:crypto'
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls'
import type { Reason } from '../../contract/problem'
import { KimiProxyError } from '../../core/basics/errors'
import { reason } from '../../core/words/reason'
import { readPlainFile, whyUnreadable } from '../files/text-file'
import { proxyOf } from './target'

/** Bundles of every authority there is have a quarter of it. */
const LONGEST_CA_BYTES = 4_194_304

/** The TLS trust for all connections; undefined for the system's default. Throws SETTING_INVALID. */
export function trustFrom(extraCaFile: string | null): SecureContext | undefined {
  if (extraCaFile === null) return undefined
  return withCertificates(extraCaFile, (pem) => createSecureContext({ ca: [...rootCertificates, pem] }))
}

/** A file of certificates that is not there or holds none, a proxy with a host that cannot be. Throws SETTING_INVALID. */
export function probeSetting(key: string, value: unknown): void {
  if (typeof value !== 'string') return
  if (key === 'extraCaFile') withCertificates(value, () => undefined)
  if (key === 'proxy') proxyOf(value)
}

function withCertificates<T>(extraCaFile: string, use: (pem: string) => T): T {
  const pem = pemIn(extraCaFile)
  // Left to itself, TLS passes over what is no certificate in silence.
  if (!holdsCertificate(pem)) throw unusable(extraCaFile, reason('noCertificate'), null)
  try {
    return use(pem)
  } catch (error) {
    throw unusable(extraCaFile, reason('noCertificate'), error)
  }
}

function pemIn(extraCaFile: string): string {
  try {
    return readPlainFile(extraCaFile, LONGEST_CA_BYTES)
  } catch (error) {
    throw unusable(extraCaFile, whyUnreadable(error), error)
  }
}

function unusable(path: string, why: Reason, cause: unknown): KimiProxyError {
  return new KimiProxyError('SETTING_INVALID.certificate', { path, reason: why }, cause)
}

function holdsCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0
  } catch {
    return false
  }
}
