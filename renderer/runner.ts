/** Commands sent to the app: which ones still run, which one failed, which one has just succeeded. */
import { useCallback, useEffect, useState } from 'preact/hooks'
import type { KimiBridge, WindowCommand } from '../electron/contract/bridge'
import type { CommandResult } from '../electron/contract/commands'
import type { Problem } from '../electron/contract/problem'
import { problem } from '../electron/core/words/problem'

const SHOW_DONE_MS = 2_000

const NO_ANSWER: CommandResult = {
  ok: false,
  problem: problem('INTERNAL.mute', {}),
}

export interface Runner {
  run(command: WindowCommand): Promise<CommandResult>
  isBusy(command: WindowCommand): boolean
  /** True for a moment after the command succeeded. */
  isDone(command: WindowCommand): boolean
  /**
   * The failure of the last command, until another one succeeds. A failure that belongs to a field is shown at the field and
   * not here.
   */
  readonly failure: Problem | null
  dismissFailure(): void
}

export function useRunner(bridge: KimiBridge): Runner {
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set())
  const [done, setDone] = useState<string | null>(null)
  const [failure, setFailure] = useState<Problem | null>(null)

  useEffect(() => {
    if (done === null) return
    const timer = setTimeout(() => setDone(null), SHOW_DONE_MS)
    return () => clearTimeout(timer)
  }, [done])

  const run = useCallback(
    async (command: WindowCommand) => {
      const key = keyOf(command)
      setBusy((keys) => new Set(keys).add(key))
      const result = await bridge.command(command).catch(() => NO_ANSWER)
      setBusy((keys) => new Set([...keys].filter((other) => other !== key)))
      setDone(result.ok ? key : null)
      setFailure(result.ok || result.field !== undefined ? null : result.problem)
      return result
    },
    [bridge],
  )

  return {
    run,
    failure,
    isBusy: (command) => busy.has(keyOf(command)),
    isDone: (command) => done === keyOf(command),
    dismissFailure: () => setFailure(null),
  }
}

/** Two controls that send the same command have the same key, so they are busy together. */
function keyOf(command: WindowCommand): string {
  return JSON.stringify(command)
}
