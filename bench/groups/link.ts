import type { Rig } from '../rig'
import { interleaved, pause, Samples, withTargets } from '../rounds'
import type { Reading } from '../rows'
import type { Scale } from '../scale'
import { percentile } from '../stats'
import { TARGETS } from '../targets'

const ONE_WAY_MS = 20

/** Requests over a link of 40 ms there and back: the first one after a start, and the usual one. */
export async function measureLink(rig: Rig, scale: Scale): Promise<readonly Reading[]> {
  const kimi = rig.leanKimiAt(await rig.openLink(ONE_WAY_MS))
  const samples = new Samples()
  const steady = async (targets: Parameters<typeof interleaved>[0]) => {
    const count = scale.linkRequests
    await interleaved(targets, Math.min(scale.rounds, 3), async ({ name, to }) => {
      // The first request opens the connection.
      const [, ...durationsMs] = await rig.load.ask('sequence', { to, method: 'POST', count: count + 1 })
      samples.add('linkSteady', name, percentile(durationsMs, 0.5))
    })
  }
  await withTargets(rig, steady, { kimi })
  for (let at = 0; at < scale.linkStarts; at += 1) {
    for (const name of TARGETS) {
      await withTargets(rig, (targets) => first(targets), { kimi, names: [name] })
    }
  }
  return samples.medians()

  async function first(targets: Parameters<typeof interleaved>[0]): Promise<void> {
    for (const { name, to } of targets) {
      await pause(scale.afterStartMs)
      const askedAtNs = process.hrtime.bigint()
      const answeredAtNs = await rig.load.ask('first', { to, limitMs: 5_000 })
      samples.add('linkFirst', name, Number(answeredAtNs - askedAtNs) / 1e6)
    }
  }
}
