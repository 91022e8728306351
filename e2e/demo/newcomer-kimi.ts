/**
 * The simulated Kimi of `e2e/newcomer.sh`, in which somebody approves every sign-in at once. Prints the address of the API and that
 * of the sign-in host, and ends with its input.
 */
import { KimiSimulator } from '../simulator'

async function main(): Promise<void> {
  const simulator = await KimiSimulator.start({ approvesDevices: true, deviceIntervalSeconds: 1 })
  process.stdout.write(`${simulator.upstream} ${simulator.origin}\n`)
  process.stdin.resume().once('end', () => void simulator.stop())
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exitCode = 1
})
