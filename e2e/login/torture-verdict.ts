/** What engines say about the login they share. */
import type { TestEngine } from '../harness/machine'

export type Verdict = 'alive' | 'over' | 'mixed'

/** A function, so that the compiler does not take what a callback sets for unchanged. */
export function isOver(verdict: Verdict): boolean {
  return verdict === 'over'
}

/** What every engine says about its login: to a client, and in `/health`. */
export async function verdictOf(engines: readonly TestEngine[]): Promise<Verdict> {
  const said = await sayings(engines)
  if (said.every((words) => words === '200 200 null')) return 'alive'
  return said.every((words) => words === '402 503 sign in') ? 'over' : 'mixed'
}

/** What each says: to a client, then in `/health`. */
export function sayings(engines: readonly TestEngine[]): Promise<string[]> {
  return Promise.all(
    engines.map(async (engine) => {
      const { status } = await engine.ask()
      const health = await engine.health()
      const way = String(health.body['recovery']).includes('kimi login') ? 'sign in' : health.body['code']
      return `${status} ${health.status} ${way}`
    }),
  )
}
