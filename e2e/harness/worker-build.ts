import { basename, join } from 'node:path'
import { build } from 'esbuild'

/**
 * Bundles a TypeScript entry, named from this folder, into `folder`, so that plain Node runs it. Returns the path of the
 * bundle.
 */
export async function buildWorker(entry: string, folder: string): Promise<string> {
  const outfile = join(folder, `${basename(entry, '.ts')}.cjs`)
  await build({
    entryPoints: [new URL(entry, import.meta.url).pathname],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
  })
  return outfile
}
