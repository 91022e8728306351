/** Plays the electron executable with ELECTRON_RUN_AS_NODE: a Node that reports itself as Electron and reads archives. */
import { join } from 'node:path'
import { ELECTRON_VERSION, readEnvironment } from './basics/environment'
import { insideArchive, unpack } from './basics/packed'
import { imitateVersions, loadAsMain } from './imitation'

const { args, executable, profileDir } = readEnvironment(process.argv, process.env)
const [script = '', ...rest] = args
const packed = insideArchive(script)

imitateVersions(ELECTRON_VERSION)
process.execPath = executable
process.argv = [executable, script, ...rest]
loadAsMain(packed === null ? script : join(unpack(packed.archive, profileDir), packed.inside))
