// Bundles hops.ts and runs it. The bundle names each source in a comment above its code, by which hops.ts finds the files.
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))
const outfile = resolve(root, 'dist', 'hops.mjs')

/** The benches clean up when a test ends. Here they do so when everything has been counted. */
const noTests = {
  name: 'no tests',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vitest$/ }, () => ({ path: 'vitest', namespace: 'no-tests' }))
    onLoad({ filter: /.*/, namespace: 'no-tests' }, () => ({
      contents: 'export const endings = []; export const onTestFinished = (end) => endings.push(end)',
    }))
  },
}

await build({
  absWorkingDir: root,
  entryPoints: ['e2e/harness/hops.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  // CommonJS packages in the bundle need `require`.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)",
  },
  // Its other form does not bundle.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  plugins: [noTests],
  logLevel: 'warning',
})
await import(pathToFileURL(outfile).href)
