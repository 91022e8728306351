/** What the status line costs beyond the start of Node: the best of many runs, since other programs share the machine. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { CLI, Sandbox } from '../../electron/testing/harness'
import { KimiSimulator } from '../simulator'

const RUNS = 15
const MOST_MS = 50
const INPUT = JSON.stringify({ model: { display_name: 'Kimi' }, context_window: { used_percentage: 12 } })

function timed(args: readonly string[], env: NodeJS.ProcessEnv): number {
  const startMs = performance.now()
  const { status } = spawnSync(process.execPath, args, { env, input: INPUT })
  expect(status).toBe(0)
  return performance.now() - startMs
}

test('the status line takes less than 50 ms of its own, with the engine and without it', async () => {
  const simulator = await KimiSimulator.start()
  const sandbox = new Sandbox(simulator)
  sandbox.saveLogin(simulator.issueLogin())
  onTestFinished(async () => {
    await sandbox.close()
    await simulator.stop()
  })
  const bare = join(sandbox.root, 'bare.js')
  writeFileSync(bare, '')
  const measure = () => {
    const [node, line]: [number[], number[]] = [[], []]
    for (let run = 0; run < RUNS; run += 1) {
      node.push(timed([bare], sandbox.env))
      line.push(timed([CLI, 'statusline'], sandbox.env))
    }
    return Math.min(...line) - Math.min(...node)
  }
  const down = measure()
  await sandbox.startEngine()
  const up = measure()
  process.stdout.write(
    `status line beyond Node: ${up.toFixed(1)} ms with engine, ${down.toFixed(1)} ms without\n`,
  )
  expect(up).toBeLessThan(MOST_MS)
  expect(down).toBeLessThan(MOST_MS)
})
