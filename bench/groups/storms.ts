import { KimiSimulator } from '../../e2e/simulator'
import { Sandbox, untilOutput } from '../../electron/testing/harness'
import { message } from '../../electron/testing/network/client'
import { freePort } from '../../electron/testing/network/free-port'
import type { Rig } from '../rig'
import { pause } from '../rounds'
import type { Reading } from '../rows'
import type { Scale } from '../scale'

/** How long a renewal takes: as long as at Kimi, so that the whole storm comes during it. */
const RENEWAL_MS = 100
const AN_HOUR_S = 3_600

/**
 * Many requests at once on a token that has ended, by the clock or because Kimi refuses it. Runs on the faithful simulator.
 */
export async function measureStorms(rig: Rig, scale: Scale): Promise<readonly Reading[]> {
  const expired = await storm(rig, scale, 'expired')
  const revoked = await storm(rig, scale, 'revoked')
  return [
    { row: 'expiredRefreshes', target: 'ours', value: expired.refreshes },
    { row: 'expiredFailures', target: 'ours', value: expired.failures },
    { row: 'expiredMs', target: 'ours', value: expired.durationMs },
    { row: 'revokedRefreshes', target: 'ours', value: revoked.refreshes },
    { row: 'revokedFailures', target: 'ours', value: revoked.failures },
    { row: 'revokedMs', target: 'ours', value: revoked.durationMs },
  ]
}

interface Storm {
  readonly refreshes: number
  readonly failures: number
  readonly durationMs: number
}

async function storm(rig: Rig, scale: Scale, end: 'expired' | 'revoked'): Promise<Storm> {
  const { key, cert, caFile } = rig.certificates
  const simulator = await KimiSimulator.start({ tls: { key, cert } })
  const sandbox = new Sandbox(simulator, { NODE_EXTRA_CA_CERTS: caFile })
  const { passed: stormHasBegun, begun } = gate()
  simulator.onRotated = () => stormHasBegun.then(() => pause(RENEWAL_MS))
  try {
    const login = simulator.issueLogin()
    const expiresAt = Math.floor(Date.now() / 1_000) - (end === 'expired' ? AN_HOUR_S : -AN_HOUR_S)
    sandbox.saveLogin({ ...login, expires_at: expiresAt })
    const port = await freePort()
    const child = sandbox.spawn(['--foreground', '--park', '--port', String(port)])
    await untilOutput(child, /Press Ctrl\+C/)
    if (end === 'revoked') simulator.revokeAccessTokens()
    const startedAt = performance.now()
    const asked = Array.from({ length: scale.stormRequests }, () => statusOf(port))
    begun()
    const failures = (await Promise.all(asked)).filter((status) => status !== 200).length
    const durationMs = performance.now() - startedAt
    return { refreshes: simulator.log.refreshRequests.length, failures, durationMs }
  } finally {
    await sandbox.close()
    await simulator.stop()
  }
}

async function statusOf(port: number): Promise<number> {
  return message(port, 'hello').then(
    ({ status }) => status,
    () => 0,
  )
}

/** A promise that stays pending until the storm has begun. */
function gate(): { readonly passed: Promise<void>; readonly begun: () => void } {
  let begun: () => void = () => undefined
  const passed = new Promise<void>((resolve) => {
    begun = resolve
  })
  return { passed, begun }
}
