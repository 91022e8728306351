// Bundles the benchmark into dist/ and runs it. A module that asks for its own place gets that of its source.
import { readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const outfile = resolve(root, process.env.KIMI_PROXY_DIST ?? 'dist', 'bench.mjs')

const placesOfSources = {
  name: 'places of sources',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const place = JSON.stringify(relative(resolve(outfile, '..'), path))
      const contents = readFileSync(path, 'utf8').replaceAll(
        'import.meta.url',
        `new URL(${place}, import.meta.url).href`,
      )
      return { contents, loader: 'ts' }
    })
  },
}

await build({
  absWorkingDir: root,
  entryPoints: ['bench/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  packages: 'external',
  plugins: [placesOfSources],
  logLevel: 'warning',
})
await import(pathToFileURL(outfile).href)
