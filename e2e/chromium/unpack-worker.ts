/** Unpacks in a process of its own. The arguments are `root` and `parent` of `unpackChromium`. */
import { existsSync } from 'node:fs'
import { unpackChromium } from './unpack'

const [root = '', parent = ''] = process.argv.slice(2)
void unpackChromium({ root, parent }).then((path) => {
  process.exitCode = path !== null && existsSync(path) ? 0 : 1
})
