/** A simulated Kimi and a throw-away home for one test of the command line. Both end with it. */
import { onTestFinished } from 'vitest'
import { Sandbox } from '../../electron/testing/harness'
import { KimiSimulator, type SimulatorOptions } from '../simulator'

export interface SandboxedOptions extends SimulatorOptions {
  /** Variables of its processes, besides those of every sandbox. */
  readonly env?: Readonly<Record<string, string>>
  /** Whether Kimi Code is signed in there. */
  readonly isSignedIn?: boolean
}

export interface Sandboxed {
  readonly simulator: KimiSimulator
  readonly sandbox: Sandbox
}

export async function sandboxed({
  env,
  isSignedIn = true,
  ...options
}: SandboxedOptions = {}): Promise<Sandboxed> {
  const simulator = await KimiSimulator.start(options)
  const sandbox = new Sandbox(simulator, env)
  if (isSignedIn) sandbox.saveLogin(simulator.issueLogin())
  onTestFinished(async () => {
    await sandbox.close()
    await simulator.stop()
  })
  return { simulator, sandbox }
}
