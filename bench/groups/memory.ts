import { residentKb } from '../processes'
import type { Rig } from '../rig'
import { pause } from '../rounds'
import type { Reading } from '../rows'
import type { Scale } from '../scale'
import { PROXIES, startTargets, type Target } from '../targets'

const EVERY_MS = 100

/** The memory that open streams and many requests leave resident. Each measurement has fresh processes. */
export async function measureMemory(rig: Rig, scale: Scale): Promise<readonly Reading[]> {
  const readings: Reading[] = []
  for (const name of PROXIES) {
    for (const measure of [ofStreams, ofRequests]) {
      for (const target of await startTargets(rig, [name])) {
        readings.push(...(await measure(rig, scale, target)))
        await target.stop()
      }
    }
  }
  return readings
}

async function ofStreams(rig: Rig, scale: Scale, { name, to, pids }: Target): Promise<Reading[]> {
  const count = scale.manyStreams
  await rig.load.ask('sequence', { to, method: 'POST', count: 10 })
  const idle = residentKb(pids)
  const withOpen = async () => {
    await rig.load.ask('openStreams', { to, count, everyMs: EVERY_MS })
    await pause(scale.watchMs)
    return residentKb(pids)
  }
  const some = await withOpen()
  const twice = await withOpen()
  await rig.load.ask('closeStreams', null)
  return [
    { row: 'idleMb', target: name, value: idle / 1_024 },
    { row: 'kbPerStream', target: name, value: (some - idle) / count },
    { row: 'kbPerFurtherStream', target: name, value: (twice - some) / count },
  ]
}

async function ofRequests(rig: Rig, scale: Scale, { name, to, pids }: Target): Promise<Reading[]> {
  // `bare` makes a handshake for each of 20,000 requests, which would take a minute and show nothing new.
  if (name === 'bare') return []
  const limit = { kind: 'count', requests: scale.growthRequests } as const
  const afterMore = async () => {
    const { failed } = await rig.load.ask('saturate', { to, connections: 16, limit })
    if (failed > 0) throw new Error(`${failed} requests failed`)
    return residentKb(pids)
  }
  const half = await afterMore()
  const whole = await afterMore()
  return [{ row: 'growth', target: name, value: (whole / half - 1) * 100 }]
}
