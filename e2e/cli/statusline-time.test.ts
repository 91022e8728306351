/** Why the status line is quick, and what it costs beyond the start of Node, which is printed: other programs share the machine. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { CLI, Sandbox } from '../../electron/testing/harness'
import { KimiSimulator } from '../simulator'

const RUNS = 5
const INPUT = JSON.stringify({ model: { display_name: 'Kimi' }, context_window: { used_percentage: 12 } })

function timed(args: readonly string[], env: NodeJS.ProcessEnv): number {
  const startMs = performance.now()
  const { status } = spawnSync(process.execPath, args, { env, input: INPUT })
  expect(status).toBe(0)
  return performance.now() - startMs
}

test('the status line reads one small file of ours, with the engine and without it', async () => {
  const simulator = await KimiSimulator.start()
  const sandbox = new Sandbox(simulator)
  sandbox.saveLogin(simulator.issueLogin())
  onTestFinished(async () => {
    await sandbox.close()
    await simulator.stop()
  })
  const bare = join(sandbox.root, 'bare.cjs')
  const witness = join(sandbox.root, 'witness.cjs')
  const seen = join(sandbox.root, 'seen.json')
  writeFileSync(bare, '')
  writeFileSync(
    witness,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(seen)}, JSON.stringify(Object.keys(require.cache))))`,
  )
  const look = () => {
    timed(['-r', witness, CLI, 'statusline'], sandbox.env)
    const files: string[] = JSON.parse(readFileSync(seen, 'utf8'))
    expect(files.filter((file) => file !== witness).map((file) => basename(file))).toEqual(['cli.js'])
    const [node, line]: [number[], number[]] = [[], []]
    for (let run = 0; run < RUNS; run += 1) {
      node.push(timed([bare], sandbox.env))
      line.push(timed([CLI, 'statusline'], sandbox.env))
    }
    return Math.min(...line) - Math.min(...node)
  }
  const down = look()
  await sandbox.startEngine()
  const up = look()
  process.stdout.write(
    `status line beyond Node: ${up.toFixed(1)} ms with engine, ${down.toFixed(1)} ms without\n`,
  )
})
