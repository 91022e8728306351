import type { Rig } from '../rig'
import { interleaved, Samples, withTargets } from '../rounds'
import type { Reading } from '../rows'
import type { Scale } from '../scale'

const CONNECTIONS = [
  { row: 'perSecond1', connections: 1 },
  { row: 'perSecond16', connections: 16 },
  { row: 'perSecond64', connections: 64 },
] as const

/** As many small requests as can be had. Load, upstream and proxy share the cores, which flatters the slower ones. */
export async function measureThroughput(rig: Rig, scale: Scale): Promise<readonly Reading[]> {
  const samples = new Samples()
  const failed = new Map<string, number>()
  return withTargets(rig, async (targets) => {
    for (const { to } of targets) {
      const limit = { kind: 'time', durationMs: scale.saturateMs } as const
      await rig.load.ask('saturate', { to, connections: 16, limit })
    }
    await interleaved(targets, Math.min(scale.rounds, 5), async ({ name, to }) => {
      for (const { row, connections } of CONNECTIONS) {
        const limit = { kind: 'time', durationMs: scale.saturateMs } as const
        const result = await rig.load.ask('saturate', { to, connections, limit })
        samples.add(row, name, (result.served / result.durationMs) * 1_000)
        failed.set(name, (failed.get(name) ?? 0) + result.failed)
      }
    })
    const failures = targets.map(
      ({ name }): Reading => ({ row: 'failed', target: name, value: failed.get(name) ?? 0 }),
    )
    return [...samples.medians(), ...failures]
  })
}
