/** A throw-away certificate authority and a server certificate for 127.0.0.1, made with Node alone. */
import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Certificates {
  /** The PEM file of the authority, as `extraCaFile` names one. */
  readonly caFile: string
  /** PEM texts for a server on 127.0.0.1 or localhost, or for one behind a proxy as api.kimi.test or auth.kimi.test. */
  readonly key: string
  readonly cert: string
  /** Files with `key` and `cert`. */
  readonly keyFile: string
  readonly certFile: string
}

const HOSTS = ['localhost', 'api.kimi.test', 'auth.kimi.test']
const DAY_MS = 86_400_000

/** Writes into an existing folder, which the caller removes. The certificates are valid from yesterday, for two days. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const at = (name: string) => join(folder, name)
  const authority = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const server = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  // Each authority gets a name of its own, because a client finds a certificate's issuer by name.
  const name = `Test CA ${randomUUID()}`
  const issuer = { name, key: authority.privateKey }
  const ca = certificate({
    serial: 1,
    name,
    key: authority.publicKey,
    issuer,
    extension: IS_AUTHORITY,
  })
  const cert = certificate({
    serial: 2,
    name: 'localhost',
    key: server.publicKey,
    issuer,
    extension: names(),
  })
  const key = server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const [caFile, keyFile, certFile] = [at('ca.pem'), at('server.key'), at('server.pem')]
  await Promise.all([
    writeFile(caFile, ca),
    writeFile(keyFile, key, { mode: 0o600 }),
    writeFile(certFile, cert),
  ])
  return { caFile, key, cert, keyFile, certFile }
}

interface Request {
  readonly serial: number
  readonly name: string
  readonly key: KeyObject
  readonly issuer: { readonly name: string; readonly key: KeyObject }
  readonly extension: Buffer
}

/** A version 3 certificate as PEM (RFC 5280, section 4.1). */
function certificate({ serial, name, key, issuer, extension }: Request): string {
  const body = sequence(
    tagged(0xa0, integer(2)),
    integer(serial),
    ECDSA_WITH_SHA256,
    commonName(issuer.name),
    sequence(time(Date.now() - DAY_MS), time(Date.now() + DAY_MS)),
    commonName(name),
    key.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(extension)),
  )
  const signature = tagged(0x03, Buffer.from([0]), sign('sha256', body, issuer.key))
  const base64 = sequence(body, ECDSA_WITH_SHA256, signature).toString('base64')
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`
}

/** One value of DER (ITU-T X.690): its tag, its length, its bytes. */
function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(parts)
  const { length } = bytes
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), bytes])
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, ...parts)
}

function integer(value: number): Buffer {
  return tagged(0x02, Buffer.from([value]))
}

function identifier(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'))
}

function commonName(text: string): Buffer {
  return sequence(tagged(0x31, sequence(identifier('550403'), tagged(0x0c, Buffer.from(text)))))
}

function time(atMs: number): Buffer {
  const digits = new Date(atMs).toISOString().replace(/\D/g, '')
  return tagged(0x17, Buffer.from(`${digits.slice(2, 14)}Z`))
}

const ECDSA_WITH_SHA256 = sequence(identifier('2a8648ce3d040302'))

/** Basic constraints, critical: the certificate is an authority. */
const IS_AUTHORITY = sequence(
  identifier('551d13'),
  tagged(0x01, Buffer.from([0xff])),
  tagged(0x04, sequence(tagged(0x01, Buffer.from([0xff])))),
)

/** The names that the certificate is valid for. */
function names(): Buffer {
  const address = tagged(0x87, Buffer.from([127, 0, 0, 1]))
  const hosts = HOSTS.map((host) => tagged(0x82, Buffer.from(host)))
  return sequence(identifier('551d11'), tagged(0x04, sequence(address, ...hosts)))
}
