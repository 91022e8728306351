/** Reads a property list with a parser that is not ours: Python's. */
import { spawnSync } from 'node:child_process'

const SCRIPT = 'import plistlib,sys,json; print(json.dumps(plistlib.load(open(sys.argv[1], "rb"))))'

/** Throws for a file that is no property list. */
export function propertyList(path: string): unknown {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', SCRIPT, path], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${path} is no property list: ${stderr}`)
  return JSON.parse(stdout)
}
