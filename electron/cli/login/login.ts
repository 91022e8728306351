/** `kimi-proxy login`: a login of Kimi Proxy's own, which no other tool renews or ends. */
import { constants } from 'node:os'
import type { CommandResult } from '../../contract/commands'
import type { Region } from '../../contract/engine'
import type { DeviceSignIn } from '../../contract/login'
import type { Problem } from '../../contract/problem'
import { KimiProxyError, toKimiProxyError } from '../../core/basics/errors'
import type { DeviceSignInRun } from '../../core/login/device-sign-in'
import { HOSTS_OF } from '../../core/settings/region'
import type { Settings } from '../../core/settings/schema'
import { SITE_OF, signedInLine } from '../../core/views/cli/sign-in'
import { problemWords } from '../../core/words/problem-words'
import { createSystemClock } from '../../node/basics/clock'
import { VERSION } from '../../node/basics/version'
import { useLogin } from '../../node/engine/use-login'
import { ensureHome } from '../../node/files/home-folder'
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
  // Kimi is not asked for a code whose login could not be kept.
  ensureHome(context.paths)
  const clock = createSystemClock()
  const screen = new SignInScreen(
    terminalOf(process.stdout, context.env),
    context.say,
    () => clock.wallMs(),
    settings.region === null ? null : SITE_OF[settings.region],
  )
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
  const end = await run.run()
  return report(end, used, signalled(), context)
}

/** Hosts that were named outright are not signed in to as if they were another region's. */
function settingsFor(settings: Settings, region: Region | undefined): Settings {
  if (region === undefined || region === settings.region) return settings
  const named = settings.origins.find(({ name }) => name === 'oauthHost' || name === 'upstream')
  if (named !== undefined) {
    const { name, value, source } = named
    throw new KimiProxyError('USAGE.regionNamed', { region, name, value, source })
  }
  return { ...settings, ...HOSTS_OF[region], region }
}

async function openAloud(context: CliContext, page: string): Promise<void> {
  if (!(await openBrowser(page, context.env))) {
    context.complain(context.say('cli.noBrowser'))
  }
}

type Used =
  | { readonly kind: 'used' }
  /** The settings choose another region. */
  | { readonly kind: 'otherRegion' }
  | { readonly kind: 'notUsed'; readonly problem: Problem }

async function useNewLogin(context: CliContext, hosts: Settings): Promise<Used> {
  try {
    // Read anew: where no region is set, the newest login decides.
    if (slotOf(loadSettings(context, undefined)) !== slotOf(hosts)) return { kind: 'otherRegion' }
    const result: CommandResult = await useLogin(context.paths, 'own')
    return result.ok ? { kind: 'used' } : { kind: 'notUsed', problem: result.problem }
  } catch (error) {
    return { kind: 'notUsed', problem: toKimiProxyError(error).toProblem() }
  }
}

function report(end: DeviceSignIn, used: Used, signal: number | null, context: CliContext): number {
  const { say } = context
  switch (end.kind) {
    case 'signedIn':
      context.print(signedInLine(say, end.account))
      sayWhatIsUsed(used, context)
      return 0
    case 'denied':
      context.complain(say('cli.failed', { line: say('cli.denied') }))
      return 1
    case 'failed':
      throw new KimiProxyError(end.problem)
    case 'idle':
    case 'asking':
    case 'waiting':
    case 'saving':
      context.complain(say('cli.cancelled'))
      return 128 + (signal ?? constants.signals.SIGINT)
  }
}

function sayWhatIsUsed(used: Used, context: CliContext): void {
  const { say } = context
  switch (used.kind) {
    case 'used':
      return context.print(say('cli.loginUsed'))
    case 'otherRegion':
      return context.complain(say('cli.loginOtherRegion'))
    case 'notUsed':
      context.complain(
        say('cli.loginNotUsed', { problem: problemWords(say, used.problem, 'terminal').message }),
      )
      context.complain(say('cli.startAgain'))
  }
}

/** A login that has been granted is not given up at the first signal. Returns what ends this and tells the signal that came. */
function cancelOnSignals(run: DeviceSignInRun, context: CliContext): () => number | null {
  let came: number | null = null
  const onSignal = (signal: NodeJS.Signals) => {
    const again = came !== null
    came = constants.signals[signal]
    if (run.cancel()) return
    if (again) process.exit(128 + came)
    context.complain(`\n${context.say('cli.notSavedYet')}`)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, onSignal)
  return () => {
    for (const signal of signals) process.off(signal, onSignal)
    return came
  }
}
