import type { Rig } from '../rig'
import type { Reading } from '../rows'
import type { Scale } from '../scale'
import { startTargets, TARGETS } from '../targets'

/** The TLS handshakes that the upstream sees from the start of a target to the end of its requests, per 1,000 requests. */
export async function measureHandshakes(rig: Rig, scale: Scale): Promise<readonly Reading[]> {
  const readings: Reading[] = []
  for (const name of TARGETS) {
    const before = await rig.upstream.ask('handshakes', null)
    for (const target of await startTargets(rig, [name])) {
      const count = name === 'bare' ? scale.bareRequests : scale.handshakeRequests
      await rig.load.ask('sequence', { to: target.to, method: 'POST', count })
      const seen = (await rig.upstream.ask('handshakes', null)) - before
      // Fewer handshakes than requests belong to connections and do not grow with the count, so they are not scaled.
      const value = seen < count ? seen : (seen / count) * 1_000
      readings.push({ row: 'handshakes', target: name, value })
      await target.stop()
    }
  }
  return readings
}
