/**
 * The table of imports between rooms (ARCHITECTURE, "The map").
 *
 * - A room is one folder.
 * - Every room may import `contract`, the table of words (which imports nothing but `contract`), the basics of its own ring and of the rings below, and the rooms of its own name in
 *   the rings below.
 * - The row of a room names what else it may import: a room of its own ring by its bare name, one of another ring with the
 *   ring's name before it.
 * - A row names only rows that stand above it, so rooms cannot import each other in a circle.
 */

export const LONGEST_SOURCE = 260
export const FULLEST_FOLDER = 25

interface Outside {
  /** Whether `node:*` may be imported. */
  readonly node?: true
  readonly packages?: readonly string[]
  /** Packages of which only types may be imported, because their values are handed in. */
  readonly types?: readonly string[]
}

export interface Ring extends Outside {
  readonly name: string
  /** The rings below this one. */
  readonly below: readonly string[]
  readonly rooms: Readonly<Record<string, string>>
}

export const RINGS: readonly Ring[] = [
  { name: 'contract', below: [], rooms: { '': '' } },
  {
    name: 'core',
    below: ['contract'],
    packages: ['uqr', 'jsonc-parser'],
    rooms: {
      'words/problems': '',
      'words/recorder': '',
      'words/shell': '',
      'words/window': '',
      words: 'words/problems words/recorder words/shell words/window',
      basics: '',
      login: '',
      proxy: '',
      plan: 'proxy',
      recorder: '',
      engine: 'login plan',
      supervise: '',
      network: '',
      window: '',
      settings: 'network window',
      connect: 'settings',
      service: 'settings',
      app: 'login plan engine settings',
      doctor: 'proxy plan engine supervise settings network',
      views: 'plan recorder engine app',
      'views/cli': 'words/shell settings plan recorder engine supervise service views',
      'views/tray': 'plan app views',
      'views/window': 'settings plan recorder app views',
    },
  },
  {
    name: 'node',
    below: ['contract', 'core'],
    node: true,
    packages: [
      'http-proxy',
      'proper-lockfile',
      'socks',
      'prom-client',
      'prom-client/lib/counter',
      'prom-client/lib/gauge',
      'prom-client/lib/registry',
    ],
    rooms: {
      basics: '',
      files: '',
      system: 'files core/settings',
      'system/command-link': 'files system core/settings',
      network: 'files',
      login: 'files network core/settings',
      plan: 'files network login core/login core/engine',
      settings: 'files login',
      recorder: 'files',
      proxy: 'network plan recorder core/login core/engine core/settings core/plan core/recorder',
      engine: `files system network login plan recorder proxy core/plan core/login core/proxy core/recorder
          core/supervise core/settings`,
      supervise: 'files network login recorder engine core/login core/proxy core/settings',
      connect: 'files network core/proxy core/settings',
      service: 'files system engine core/settings',
      doctor: 'files network login settings engine connect core/login core/settings core/connect',
    },
  },
  {
    name: 'cli',
    below: ['contract', 'core', 'node'],
    node: true,
    rooms: {
      basics: `core/login core/settings core/connect core/views/cli
        node/files node/network node/login node/settings node/connect node/system`,
      engine: `core/doctor core/settings core/supervise core/views core/views/cli
        node/files node/login node/doctor node/supervise`,
      login:
        'engine core/settings core/views core/views/cli node/files node/settings node/system node/engine node/connect',
      service: 'engine core/views/cli node/files node/engine',
      doctor: 'core/settings core/views',
      plan: 'core/views/cli node/engine',
      recorder: 'core/views/cli node/engine',
      connect: 'engine core/doctor core/settings core/views node/files node/doctor node/engine',
      config: 'core/settings core/views/cli node/engine node/network node/settings',
      logs: 'core/views/cli node/files',
      statusline: 'core/views/cli node/engine node/files',
      commands: `engine login service doctor plan recorder connect config logs statusline
        core/login core/settings core/views/cli`,
    },
  },
  {
    name: 'shell',
    below: ['contract', 'core', 'node'],
    node: true,
    packages: ['electron-store'],
    types: ['electron'],
    rooms: {
      app: `core/login core/settings core/views core/views/window
        node/files node/network node/login node/settings node/engine node/supervise node/connect node/doctor`,
      window: 'app core/app core/settings',
      tray: 'core/window core/views/tray',
      system: `app window core/login core/settings core/app core/views
        node/files node/settings node/engine`,
    },
  },
]

/** Files and folders that are no rooms. */
export interface Place extends Outside {
  readonly at: string
  /** The folders, with everything in them, and files that the place may import. */
  readonly from: readonly string[]
}

/** For each file, the first entry that it lies in counts. */
export const PLACES: readonly Place[] = [
  { at: 'electron/cli.ts', from: ['electron/cli/statusline', 'electron/command-line.ts'], node: true },
  { at: 'electron/command-line.ts', from: ['electron/cli'], node: true },
  { at: 'electron/start.ts', from: ['electron/cli', 'electron/core'], node: true },
  {
    at: 'electron/main.ts',
    from: ['electron/contract', 'electron/core', 'electron/node', 'electron/shell'],
    node: true,
    packages: ['electron'],
  },
  { at: 'electron/preload.ts', from: ['electron/contract'], packages: ['electron'] },
  { at: 'electron/build.mjs', from: ['electron/third-party.mjs'], node: true, packages: ['esbuild'] },
  { at: 'electron/third-party.mjs', from: [], node: true },
  {
    // The simulated Kimi stays in e2e, because demo and benchmark run on it as well. The simulator imports nothing of ours.
    at: 'electron/testing',
    from: ['electron/contract', 'electron/core', 'electron/node', 'electron/shell', 'e2e/simulator'],
    node: true,
    packages: ['vitest'],
    types: ['electron'],
  },
  {
    at: 'renderer/testing',
    from: [
      'electron/contract',
      'electron/core',
      'electron/testing',
      'e2e/chromium',
      'renderer',
      'electron/shell/window/app-scheme.ts',
    ],
    node: true,
    packages: ['vitest', 'playwright', 'axe-core', 'esbuild'],
  },
  {
    at: 'renderer',
    from: [
      'electron/contract',
      'electron/core/views',
      'electron/core/words',
      'electron/core/basics/duration.ts',
    ],
    packages: ['preact', 'preact/hooks'],
  },
  { at: 'e2e/simulator', from: [], node: true, packages: ['vitest'] },
]

/** Packages that only one file may import. */
export const SINGLE_HOMES: Readonly<Record<string, string>> = {
  'http-proxy': 'electron/node/proxy/forward.ts',
  'proper-lockfile': 'electron/node/files/file-lock.ts',
  socks: 'electron/node/network/socks.ts',
  'prom-client': 'electron/node/plan/prom-client.d.ts',
  'prom-client/lib/counter': 'electron/node/plan/metrics.ts',
  'prom-client/lib/gauge': 'electron/node/plan/metrics.ts',
  'prom-client/lib/registry': 'electron/node/plan/metrics.ts',
  'jsonc-parser': 'electron/core/connect/json-text.ts',
  uqr: 'electron/core/views/qr-code.ts',
  'electron-store': 'electron/shell/system/settings-store.ts',
}
