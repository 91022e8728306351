import { cpuMicros } from '../processes'
import type { Rig } from '../rig'
import { interleaved, pause, Samples, withTargets } from '../rounds'
import type { Reading } from '../rows'
import type { Scale } from '../scale'
import { percentile } from '../stats'
import type { Target } from '../targets'

/** Few streams write often, so that there is enough to count; many streams write as often as a model does. */
const SETS = {
  1: { p50: 'sse1P50', p99: 'sse1P99', everyMs: 10 },
  50: { p50: 'sse50P50', p99: 'sse50P99', everyMs: 50 },
  200: { p50: 'sse200P50', p99: 'sse200P99', everyMs: 100 },
} as const

/** How much later an event arrives than it was written, and how much CPU it costs. */
export async function measureStreams(rig: Rig, scale: Scale): Promise<readonly Reading[]> {
  const samples = new Samples()
  return withTargets(rig, async (targets) => {
    for (const count of scale.streamCounts) {
      await interleaved(targets, scale.rounds, (target) => watch(rig, scale, target, count, samples))
    }
    return samples.medians()
  })
}

async function watch(
  rig: Rig,
  scale: Scale,
  { name, to, pids }: Target,
  count: keyof typeof SETS,
  samples: Samples,
): Promise<void> {
  const { p50, p99, everyMs } = SETS[count]
  await rig.load.ask('openStreams', { to, count: Math.min(count, scale.manyStreams), everyMs })
  await pause(scale.settleMs)
  const before = cpuMicros(pids)
  const delaysMs = await rig.load.ask('watchStreams', { durationMs: scale.watchMs })
  const spent = cpuMicros(pids) - before
  await rig.load.ask('closeStreams', null)
  samples.add(p50, name, percentile(delaysMs, 0.5))
  samples.add(p99, name, percentile(delaysMs, 0.99))
  if (count === 200 && pids.length > 0) samples.add('cpuPerEvent', name, spent / delaysMs.length)
  // The pause keeps the cost of closing the streams out of the next target's measurement.
  await pause(scale.settleMs / 2)
}
