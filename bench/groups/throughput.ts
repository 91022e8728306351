import type { Rig } from '../rig'
import { interleaved, Samples, withTargets } from '../rounds'
import type { Reading, RowId } from '../rows'
import type { Scale } from '../scale'
import type { StartOptions } from '../targets'

const ON_SIMULATOR = [
  { row: 'perSecond1', connections: 1 },
  { row: 'perSecond16', connections: 16 },
  { row: 'perSecond64', connections: 64 },
] as const
const ON_LEAN = [{ row: 'leanPerSecond16', connections: 16 }] as const

/**
 * As many small requests as possible, on the faithful simulator and on the lean upstream. Load, upstream and proxy share
 * the cores, so the more an upstream does for an answer, the less a proxy's own cost shows.
 */
export async function measureThroughput(rig: Rig, scale: Scale): Promise<readonly Reading[]> {
  const simulator = await measureOn(rig, scale, ON_SIMULATOR, { kimi: await rig.startKimi() })
  const lean = await measureOn(rig, scale, ON_LEAN, {})
  const failed = new Map(simulator.failed)
  for (const [target, count] of lean.failed) failed.set(target, count + (failed.get(target) ?? 0))
  const failures = [...failed].map(([target, value]): Reading => ({ row: 'failed', target, value }))
  return [...simulator.samples.medians(), ...lean.samples.medians(), ...failures]
}

async function measureOn(
  rig: Rig,
  scale: Scale,
  rows: readonly { readonly row: RowId; readonly connections: number }[],
  options: StartOptions,
) {
  const samples = new Samples()
  const failed = new Map<Reading['target'], number>()
  const limit = { kind: 'time', durationMs: scale.saturateMs } as const
  const measure = async (targets: Parameters<typeof interleaved>[0]) => {
    for (const { to } of targets) await rig.load.ask('saturate', { to, connections: 16, limit })
    await interleaved(targets, Math.min(scale.rounds, 5), async ({ name, to }) => {
      for (const { row, connections } of rows) {
        const result = await rig.load.ask('saturate', { to, connections, limit })
        samples.add(row, name, (result.served / result.durationMs) * 1_000)
        failed.set(name, (failed.get(name) ?? 0) + result.failed)
      }
    })
  }
  await withTargets(rig, measure, options)
  return { samples, failed }
}
