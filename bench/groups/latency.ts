import { cpuMicros } from '../processes'
import type { Rig } from '../rig'
import { interleaved, Samples, withTargets } from '../rounds'
import type { Reading } from '../rows'
import type { Scale } from '../scale'
import { percentile } from '../stats'

/** Small requests one after the other on a kept connection: how much time and CPU one request costs. */
export async function measureLatency(rig: Rig, scale: Scale): Promise<readonly Reading[]> {
  const samples = new Samples()
  return withTargets(rig, async (targets) => {
    for (const { name, to } of targets) {
      const count = name === 'bare' ? scale.bareRequests : scale.warmUp
      await rig.load.ask('sequence', { to, method: 'POST', count })
    }
    await interleaved(targets, scale.rounds, async ({ name, to, pids }) => {
      const count = name === 'bare' ? scale.bareRequests : scale.requests
      const before = cpuMicros(pids)
      const posts = await rig.load.ask('sequence', { to, method: 'POST', count })
      if (pids.length > 0) samples.add('cpuPerRequest', name, (cpuMicros(pids) - before) / count)
      samples.add('postP50', name, percentile(posts, 0.5))
      samples.add('postP90', name, percentile(posts, 0.9))
      samples.add('postP99', name, percentile(posts, 0.99))
      const gets = await rig.load.ask('sequence', { to, method: 'GET', count: Math.ceil(count / 2) })
      samples.add('getP50', name, percentile(gets, 0.5))
    })
    return samples.medians()
  })
}
