/** Unpacks in a process of its own: its arguments are the places. */
import { existsSync } from 'node:fs'
import { unpackChromium } from './unpack'

const [root = '', parent = ''] = process.argv.slice(2)
void unpackChromium({ root, parent }).then((path) => {
  process.exitCode = path !== null && existsSync(path) ? 0 : 1
})
