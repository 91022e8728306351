import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Certificates, makeCertificates } from './make-certificates'

export type { Certificates }

/** Makes certificates that are removed when the test ends. */
export async function certificates(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'kimi-proxy-certificates-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return makeCertificates(folder)
}
