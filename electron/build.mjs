// One build: every entry becomes one CommonJS file in dist/ that plain `node` runs.
import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { thirdPartyNotices } from './third-party.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const { version, homepage } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'))

/** The repository, by `homepage` in package.json or by the workflow that builds; null where there is no public home. */
const { GITHUB_SERVER_URL, GITHUB_REPOSITORY } = process.env
const repository = homepage ?? (GITHUB_REPOSITORY ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}` : null)
const releasesPage = repository === null ? '' : `${repository.replace(/\/$/, '')}/releases`

/** Several suites on one machine must not pull the build from under each other. */
const outdir = resolve(root, process.env.KIMI_PROXY_DIST ?? 'dist')

rmSync(outdir, { recursive: true, force: true })
const { metafile } = await build({
  metafile: true,
  absWorkingDir: root,
  entryPoints: {
    'command-line': 'electron/command-line.ts',
    start: 'electron/start.ts',
    main: 'electron/main.ts',
    preload: 'electron/preload.ts',
    demo: 'e2e/demo/demo.ts',
    'stand-in': 'e2e/stand-in/host.ts',
    'stand-in-as-node': 'e2e/stand-in/as-node.ts',
    'stand-in-world': 'e2e/stand-in/world/entry.ts',
    observe: 'e2e/app/observe.ts',
  },
  outdir,
  // What finds a Chromium for the stand-in asks Playwright for its own.
  external: ['electron', 'original-fs', 'playwright'],
  // Its other form hides its own files from a bundler.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'warning',
  define: {
    KIMI_PROXY_VERSION: JSON.stringify(version),
    KIMI_PROXY_RELEASES_PAGE: JSON.stringify(releasesPage),
  },
})

// The command line's entry stays small, so that a status line is there at once; it asks for the rest only where that is needed.
await build({
  absWorkingDir: root,
  entryPoints: { cli: 'electron/cli.ts' },
  outdir,
  external: ['./command-line'],
  bundle: true,
  platform: 'node',
  // The last one without late imports, which become `require`: inside the app's archive there is a loader for that only.
  target: 'node13.1',
  format: 'cjs',
  minifySyntax: true,
  logLevel: 'warning',
})

// The window: one script and one style sheet for the page, and the page itself. Nothing of it is inline, so that its policy can be strict.
const { metafile: pageMetafile } = await build({
  metafile: true,
  absWorkingDir: root,
  entryPoints: { main: 'renderer/main.tsx', style: 'renderer/style/index.css' },
  outdir: `${outdir}/renderer`,
  bundle: true,
  platform: 'browser',
  target: 'chrome140',
  format: 'iife',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
})
copyFileSync(`${root}/renderer/index.html`, `${outdir}/renderer/index.html`)

const outputs = { ...metafile.outputs, ...pageMetafile.outputs }
const packed = ['main.js', 'preload.js', 'command-line.js', 'renderer/main.js']
writeFileSync(`${outdir}/THIRD-PARTY.txt`, thirdPartyNotices(root, { outputs }, packed))

// What the app shows of itself in the menu bar.
for (const name of ['tray', 'icon.png']) {
  cpSync(`${root}/resources/${name}`, `${outdir}/resources/${name}`, { recursive: true })
}

// For `npm run pictures` and `npm run icons` only; they take their browser from the repository.
await build({
  absWorkingDir: root,
  entryPoints: { pictures: 'e2e/demo/pictures.ts', chromium: 'e2e/chromium/find.ts' },
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
})
