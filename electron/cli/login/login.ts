/** `kimi-proxy login`: a login of Kimi Proxy's own, which no other tool renews or ends. */
import { constants } from 'node:os'
import type { CommandResult } from '../../contract/commands'
import type { Region } from '../../contract/engine'
import type { DeviceSignIn } from '../../contract/login'
import { errorFromProblem, KimiProxyError } from '../../core/basics/errors'
import type { DeviceSignInRun } from '../../core/login/device-sign-in'
import { HOSTS_OF } from '../../core/settings/region'
import type { Settings } from '../../core/settings/schema'
import { signedInLine } from '../../core/views/cli/sign-in'
import { createSystemClock } from '../../node/basics/clock'
import { VERSION } from '../../node/basics/version'
import { useLogin } from '../../node/engine/use-login'
import { createSignIn } from '../../node/login/create-sign-in'
import { slotOf } from '../../node/login/login-files'
import { openBrowser } from '../../node/system/browser'
import type { CliCommand } from '../basics/command'
import { type CliContext, loadSettings } from '../basics/context'
import { complainOfSkipped } from '../basics/settings-lines'
import { SignInScreen, terminalOf } from './sign-in-screen'

/**
 * 0 signed in; 1 refused or not approved in time; 128 plus the signal when one ended it. A browser is opened only with
 * `--open`: over SSH there is none, or one that takes the terminal over, and whoever approves should look at the code
 * first (RFC 8628, section 5.4).
 */
export async function login(context: CliContext, { region, open }: CliCommand<'login'>): Promise<number> {
  const current = loadSettings(context, undefined)
  complainOfSkipped(context, current)
  const settings = settingsFor(current, region)
  const clock = createSystemClock()
  const screen = new SignInScreen(terminalOf(process.stdout, context.env['TERM']), () => clock.wallMs())
  const opened = new Set<string>()
  let used: Used = { kind: 'used' }
  const run = createSignIn({
    settings,
    paths: context.paths,
    version: VERSION,
    clock,
    async use() {
      used = await useNewLogin(context, settings)
    },
    emit(state) {
      screen.show(state)
      if (!open || state.kind !== 'waiting' || opened.has(state.page)) return
      opened.add(state.page)
      void openAloud(context, state.page)
    },
  })
  const signalled = cancelOnSignals(run, context)
  return report(await run.run(), used, signalled(), context)
}

/** Hosts that were named outright are not signed in to as if they were another region's. */
function settingsFor(settings: Settings, region: Region | undefined): Settings {
  if (region === undefined || region === settings.region) return settings
  const named = settings.origins.find(({ name }) => name === 'oauthHost' || name === 'upstream')
  if (named !== undefined) {
    throw new KimiProxyError(
      'USAGE',
      `--region ${region} does not go with ${named.name} = ${named.value} (from ${named.source}).`,
      'Leave one of them out.',
    )
  }
  return { ...settings, ...HOSTS_OF[region], region }
}

async function openAloud(context: CliContext, page: string): Promise<void> {
  if (!(await openBrowser(page, context.env))) {
    context.complain('No browser could be opened here; open the page yourself.')
  }
}

type Used =
  | { readonly kind: 'used' }
  /** The settings choose another region. */
  | { readonly kind: 'otherRegion' }
  | { readonly kind: 'notUsed'; readonly reason: string }

async function useNewLogin(context: CliContext, hosts: Settings): Promise<Used> {
  try {
    // Read anew: where no region is set, the newest login decides.
    if (slotOf(loadSettings(context, undefined)) !== slotOf(hosts)) return { kind: 'otherRegion' }
    const result: CommandResult = await useLogin(context.paths, 'own')
    return result.ok ? { kind: 'used' } : { kind: 'notUsed', reason: result.problem.message }
  } catch (error) {
    return { kind: 'notUsed', reason: error instanceof Error ? error.message : 'unknown' }
  }
}

function report(end: DeviceSignIn, used: Used, signal: number | null, context: CliContext): number {
  switch (end.kind) {
    case 'signedIn':
      context.print(signedInLine(end.account))
      sayWhatIsUsed(used, context)
      return 0
    case 'denied':
      context.complain('kimi-proxy: The sign-in was refused on Kimi’s page. To try again: kimi-proxy login.')
      return 1
    case 'failed':
      throw errorFromProblem(end.problem)
    case 'idle':
    case 'asking':
    case 'waiting':
    case 'saving':
      context.complain('Cancelled. Nothing was changed.')
      return 128 + (signal ?? constants.signals.SIGINT)
  }
}

function sayWhatIsUsed(used: Used, context: CliContext): void {
  switch (used.kind) {
    case 'used':
      return context.print('Kimi Proxy uses this login from now on.')
    case 'otherRegion':
      return context.complain('It is not used yet: the settings choose another Kimi service (region).')
    case 'notUsed':
      context.complain(`The kimi-proxy that runs does not use it yet (${used.reason})`)
      context.complain('Start it again: kimi-proxy --stop, then kimi-proxy.')
  }
}

/** What has been granted is not given up at the first signal. Returns the signal that came. */
function cancelOnSignals(run: DeviceSignInRun, context: CliContext): () => number | null {
  let came: number | null = null
  const onSignal = (signal: NodeJS.Signals) => {
    const again = came !== null
    came = constants.signals[signal]
    if (run.cancel()) return
    if (again) process.exit(128 + came)
    context.complain('\nThe login is granted and not saved yet. Press Ctrl+C again to give it up.')
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  return () => came
}
