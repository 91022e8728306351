import type { Rig } from '../rig'
import { interleaved, Samples, withTargets } from '../rounds'
import type { Reading } from '../rows'
import type { Scale } from '../scale'

const SIZES = [
  { row: 'upload1', bytes: 1_000_000 },
  { row: 'upload10', bytes: 10_000_000 },
] as const

/** The time of one message of that size, from its first byte to the end of its answer. */
export async function measureUploads(rig: Rig, scale: Scale): Promise<readonly Reading[]> {
  const samples = new Samples()
  return withTargets(rig, async (targets) => {
    for (const { to } of targets) await rig.load.ask('upload', { to, bytes: 1_000_000 })
    for (const { row, bytes } of SIZES) {
      await interleaved(targets, scale.uploadRounds, async ({ name, to }) => {
        samples.add(row, name, await rig.load.ask('upload', { to, bytes }))
      })
    }
    return samples.medians()
  })
}
