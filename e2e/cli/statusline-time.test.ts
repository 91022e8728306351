/** Why the status line is quick, and what it costs beyond the start of Node, which is printed: other programs share the machine. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { CLI } from '../../electron/testing/harness'
import { sandboxed } from '../harness/sandboxed'

const RUNS = 5
const INPUT = JSON.stringify({
  session_id: 'aaaa-1',
  model: { display_name: 'Kimi' },
  context_window: { used_percentage: 12 },
  prompt_cache: { hit_ratio: 0.5, last_miss_cause: { causes: ['tools_changed'] } },
})

function timed(args: readonly string[], env: NodeJS.ProcessEnv): number {
  const startMs = performance.now()
  const { status } = spawnSync(process.execPath, args, { env, input: INPUT })
  expect(status).toBe(0)
  return performance.now() - startMs
}

test('the status line reads one small file of ours, with the engine and without it', async () => {
  const { sandbox } = await sandboxed()
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
