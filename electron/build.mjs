// One build: every entry becomes one CommonJS file in dist/ that plain `node` runs.
import { readFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'))

/** Several suites on one machine must not pull the build from under each other. */
const outdir = resolve(root, process.env.KIMI_PROXY_DIST ?? 'dist')

rmSync(outdir, { recursive: true, force: true })
await build({
  absWorkingDir: root,
  entryPoints: { cli: 'electron/cli.ts', start: 'electron/start.ts', demo: 'e2e/demo.ts' },
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'warning',
  define: { KIMI_PROXY_VERSION: JSON.stringify(version) },
})
