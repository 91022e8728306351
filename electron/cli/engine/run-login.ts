/** Whether anybody is signed in, before `run` starts its command. */
import type { Problem } from '../../contract/problem'
import { commandEngine, findEngine, readState } from '../../node/engine/process'
import type { CliContext } from '../basics/context'
import { signedOutLine } from './serve'

const LOOK_LIMIT_MS = 3_000

export interface Before {
  readonly program: string
  /** What is to be said of the engine's start. */
  readonly notes: readonly string[]
  /** `kimi-proxy login`. The exit code. */
  readonly signIn: () => Promise<number>
}

/**
 * Signs in where nobody is, at a terminal; elsewhere says so in one line, and the command shows it too. The exit code of a
 * sign-in that did not come about, else 0.
 */
export async function ensureLogin(context: CliContext, { program, notes, signIn }: Before): Promise<number> {
  const { say, print, complain } = context
  const problem = await whySignedOut(context)
  const line = problem === null ? null : signedOutLine(say, problem)
  for (const note of notes) if (note !== line) complain(note)
  if (line === null) return 0
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    complain(line)
    return 0
  }
  print(say('cli.signInFirst', { program }))
  return signIn()
}

/** Null where somebody is signed in, and where that cannot be found out. */
async function whySignedOut({ paths }: CliContext): Promise<Problem | null> {
  const engine = await findEngine(paths)
  if (engine === null || !engine.answers) return null
  const state = async () => (await readState(engine.record))?.state.login
  if ((await state())?.kind !== 'signedOut') return null
  // Somebody may have signed in a moment ago.
  await commandEngine(engine.record, 'look-again', LOOK_LIMIT_MS)
  const login = await state()
  return login?.kind === 'signedOut' ? login.problem : null
}
