/** A throw-away certificate authority and a server certificate for 127.0.0.1, made with openssl. */
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Certificates {
  /** PEM file of the authority, as `extraCaFile` names one. */
  readonly caFile: string
  /** PEM texts for a server on 127.0.0.1 or localhost, or behind a proxy as api.kimi.test or auth.kimi.test. */
  readonly key: string
  readonly cert: string
  /** The same two as files. */
  readonly keyFile: string
  readonly certFile: string
}

/** In an existing folder, which is the caller's to remove. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const at = (name: string) => join(folder, name)
  const openssl = (...args: string[]) => run('openssl', args, { cwd: folder })
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  await openssl(
    'req',
    '-x509',
    ...curve,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '2',
    '-subj',
    '/CN=Test CA',
  )
  await openssl('req', ...curve, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=localhost')
  await writeFile(
    at('names.txt'),
    'subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:api.kimi.test,DNS:auth.kimi.test\n',
  )
  const signing = [
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    'names.txt',
  ]
  await openssl('x509', '-req', '-in', 'server.csr', '-out', 'server.pem', ...signing)
  const [keyFile, certFile] = [at('server.key'), at('server.pem')]
  const [key, cert] = await Promise.all([readFile(keyFile, 'utf8'), readFile(certFile, 'utf8')])
  return { caFile: at('ca.pem'), key, cert, keyFile, certFile }
}
