/** Rounds in which the targets take turns, so that other work of the machine affects all of them. */
import type { Rig } from './rig'
import type { Reading, RowId } from './rows'
import { median } from './stats'
import { type StartOptions, startTargets, TARGETS, type Target, type TargetName } from './targets'

/** Samples of some rows for some targets, collected over rounds. */
export class Samples {
  readonly #values = new Map<string, { row: RowId; target: TargetName; values: number[] }>()

  add(row: RowId, target: TargetName, value: number): void {
    const key = `${row} ${target}`
    const known = this.#values.get(key)
    if (known === undefined) this.#values.set(key, { row, target, values: [value] })
    else known.values.push(value)
  }

  medians(): Reading[] {
    return [...this.#values.values()].map(({ row, target, values }) => ({
      row,
      target,
      value: median(values),
    }))
  }
}

/** Runs the rounds; each begins with another target. */
export async function interleaved(
  targets: readonly Target[],
  rounds: number,
  turn: (target: Target, round: number) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    for (let at = 0; at < targets.length; at += 1) {
      const target = targets[(at + round) % targets.length]
      if (target !== undefined) await turn(target, round)
    }
  }
}

/** Runs an action with fresh processes, which are ended afterwards even where it fails. */
export async function withTargets<T>(
  rig: Rig,
  use: (targets: readonly Target[]) => Promise<T>,
  { names = TARGETS, ...options }: StartOptions & { readonly names?: readonly TargetName[] } = {},
): Promise<T> {
  const targets = await startTargets(rig, names, options)
  try {
    return await use(targets)
  } finally {
    for (const target of targets) await target.stop()
  }
}

export function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs))
}
