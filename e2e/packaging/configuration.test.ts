/**
 * The configuration as electron-builder itself reads it. The imported files inside the package may change with a version,
 * and the version is pinned.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { propertyList } from './property-list'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const npm = createRequire(import.meta.url)

type Configuration = Readonly<Record<string, unknown>> & {
  readonly mac?: Readonly<Record<string, unknown>>
  readonly electronFuses?: Readonly<Record<string, boolean>>
}

interface Builder {
  getConfig(projectDir: string, file: string, options: object | null): Promise<Configuration>
  validateConfiguration(configuration: object, log: object): Promise<void>
}
const builder = npm('app-builder-lib/out/util/config/config.js') as Builder
const { DebugLogger } = npm('builder-util') as { DebugLogger: new (on: boolean) => object }

interface Step {
  readonly run?: string
}

const CREDENTIALS = ['CSC_LINK', 'CSC_NAME']
const BUILT_BY = ['GITHUB_SERVER_URL', 'GITHUB_REPOSITORY']
afterEach(() => vi.unstubAllEnvs())
beforeEach(() => {
  for (const name of [...CREDENTIALS, ...BUILT_BY]) vi.stubEnv(name, undefined)
})

async function read(file: string): Promise<Configuration> {
  delete npm.cache[join(ROOT, file)]
  const configuration = await builder.getConfig(ROOT, file, null)
  await builder.validateConfiguration(configuration, new DebugLogger(false))
  return configuration
}

describe.each(['electron-builder.yml', 'resources/release.cjs'])('%s', (file) => {
  test('passes electron-builder’s own check', async () => {
    expect(await read(file)).toMatchObject({ appId: 'com.kimi-proxy.app', publish: null })
  })

  test('keeps logins and settings when the app is removed from Windows', async () => {
    expect(await read(file)).toMatchObject({ nsis: { deleteAppDataOnUninstall: false } })
  })

  test('makes a menu-bar app of macOS that is never put to sleep', async () => {
    expect(await read(file)).toMatchObject({
      mac: { hardenedRuntime: true, extendInfo: { LSUIElement: true, NSAppSleepDisabled: true } },
    })
  })

  test('names only files that are there', async () => {
    const text = JSON.stringify(await read(file))
    const named = [...text.matchAll(/"(resources\/[\w./-]+?)(?:=[^"]*)?"/g)].map(([, path]) => path ?? '')
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })
})

test('the check refuses an entry that it does not know', async () => {
  const wrong = { ...(await read('electron-builder.yml')), linux: { categry: 'Development' } }
  await expect(builder.validateConfiguration(wrong, new DebugLogger(false))).rejects.toThrow(
    'configuration.linux',
  )
})

test('fuses are set in a release only, and leave the command line its Node', async () => {
  expect((await read('electron-builder.yml')).electronFuses).toBeUndefined()
  expect((await read('resources/release.cjs')).electronFuses).toMatchObject({
    onlyLoadAppFromAsar: true,
    enableEmbeddedAsarIntegrityValidation: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    runAsNode: true,
  })
})

test('without a certificate a release for macOS is signed ad hoc; with one it is signed, or fails', async () => {
  expect((await read('resources/release.cjs')).mac).toMatchObject({
    identity: '-',
    entitlements: 'resources/mac/entitlements-ad-hoc.plist',
  })
  for (const name of CREDENTIALS) {
    vi.stubEnv(name, 'given')
    const { mac } = await read('resources/release.cjs')
    expect(mac).toMatchObject({ forceCodeSigning: true, entitlements: 'resources/mac/entitlements.plist' })
    expect(mac).not.toHaveProperty('identity')
    vi.stubEnv(name, undefined)
  }
})

test('a release names a homepage on every machine, without which there is no Debian package', async () => {
  const homepage = async () => (await read('resources/release.cjs'))['extraMetadata']
  expect(await homepage()).toEqual({ homepage: 'https://kimi-proxy.invalid/' })
  vi.stubEnv('GITHUB_SERVER_URL', 'https://github.com')
  vi.stubEnv('GITHUB_REPOSITORY', 'somebody/kimi-proxy')
  expect(await homepage()).toEqual({ homepage: 'https://github.com/somebody/kimi-proxy' })
})

test.each(['entitlements.plist', 'entitlements-ad-hoc.plist'])(
  '%s is a property list',
  { tags: 'python3' },
  (name) => {
    const entitlements = propertyList(join(ROOT, 'resources/mac', name)) as object
    expect(entitlements).toMatchObject({ 'com.apple.security.cs.allow-jit': true })
    const isAdHoc = name.includes('ad-hoc')
    expect('com.apple.security.cs.disable-library-validation' in entitlements).toBe(isAdHoc)
  },
)

test('the workflow is YAML, and runs only scripts that this repository has', () => {
  const { load } = npm('js-yaml') as { load(text: string): { jobs: Record<string, { steps: Step[] }> } }
  const { jobs } = load(readFileSync(join(ROOT, '.github/workflows/release.yml'), 'utf8'))
  const commands = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run }) => run ?? ''))
  const { scripts } = npm(join(ROOT, 'package.json')) as { scripts: Record<string, string> }
  const named = commands.flatMap((text) =>
    [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name ?? ''),
  )
  expect(named.sort()).toEqual(['dist', 'test:app', 'test:app'])
  expect(named.filter((name) => !(name in scripts))).toEqual([])
  const tools = commands.flatMap((text) => [...text.matchAll(/npx ([\w-]+)/g)].map(([, name]) => name ?? ''))
  expect(tools.filter((name) => !existsSync(join(ROOT, 'node_modules/.bin', name)))).toEqual([])
  expect(commands).toContain('.ci/run')
})
