import type { Rig } from '../rig'
import { pause, withTargets } from '../rounds'
import type { Reading } from '../rows'
import type { Scale } from '../scale'
import type { Target } from '../targets'
import type { GoneCase } from '../workers/load'

const CASES = [
  { moment: 'beforeAnswer', share: 'goneBeforeAnswer', slowest: 'goneBeforeAnswerMs' },
  { moment: 'midStream', share: 'goneMidStream', slowest: 'goneMidStreamMs' },
  { moment: 'midUpload', share: 'goneMidUpload', slowest: 'goneMidUploadMs' },
] as const satisfies readonly { moment: GoneCase; share: string; slowest: string }[]

/** Whether and how soon the upstream notices that the client has left. */
export async function measureGone(rig: Rig, scale: Scale): Promise<readonly Reading[]> {
  return withTargets(rig, async (targets) => {
    const readings: Reading[] = []
    for (const target of targets) {
      for (const { moment, share, slowest } of CASES) {
        const delaysMs: number[] = []
        for (let at = 0; at < scale.goneTimes; at += 1) {
          const delayMs = await leaveOnce(rig, scale, target, moment, `${target.name}-${moment}-${at}`)
          if (delayMs !== null) delaysMs.push(delayMs)
        }
        const { name } = target
        readings.push({ row: share, target: name, value: (delaysMs.length / scale.goneTimes) * 100 })
        if (delaysMs.length > 0) readings.push({ row: slowest, target: name, value: Math.max(...delaysMs) })
      }
    }
    return readings
  })
}

/** How long after the client the upstream was left, in milliseconds; null when that took longer than the limit. */
async function leaveOnce(
  rig: Rig,
  scale: Scale,
  { to }: Target,
  moment: GoneCase,
  id: string,
): Promise<number | null> {
  await rig.load.ask('begin', { to, moment, id })
  while (!(await rig.upstream.ask('hasArrived', { id }))) await pause(2)
  await pause(scale.underWayMs)
  const leftAtNs = await rig.load.ask('leave', { id })
  for (const endAt = performance.now() + scale.goneLimitMs; performance.now() < endAt; await pause(5)) {
    const closedAtNs = await rig.upstream.ask('closedAtNs', { id })
    if (closedAtNs !== null) return Number(closedAtNs - leftAtNs) / 1e6
  }
  return null
}
