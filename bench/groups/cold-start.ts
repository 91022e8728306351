import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Rig } from '../rig'
import { Samples } from '../rounds'
import type { Reading } from '../rows'
import type { Scale } from '../scale'
import { isPresent, PROXIES, type ProxyName, spawnProxy } from '../targets'

/** The time from a start to the end of the first answer, and the time that Node alone takes for any program. */
export async function measureColdStart(rig: Rig, scale: Scale): Promise<readonly Reading[]> {
  const samples = new Samples()
  const names = PROXIES.filter((name) => isPresent(rig, name))
  for (let at = 0; at < scale.coldStarts; at += 1) {
    for (const name of names) samples.add('coldStart', name, await startOnce(rig, name))
    samples.add('nodeFloor', 'ours', await nodeOnce())
  }
  return samples.medians()
}

async function startOnce(rig: Rig, name: ProxyName): Promise<number> {
  const startedAtNs = process.hrtime.bigint()
  const { to, stop } = await spawnProxy(rig, name)
  try {
    const answeredAtNs = await rig.load.ask('first', { to, limitMs: 5_000 })
    return Number(answeredAtNs - startedAtNs) / 1e6
  } finally {
    await stop()
  }
}

async function nodeOnce(): Promise<number> {
  const startedAt = performance.now()
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit')
  return performance.now() - startedAt
}
