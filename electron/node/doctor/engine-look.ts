/** Finds out which program has the port, and the state of our engine there. */
import { accessSync, constants } from 'node:fs'
import { dirname } from 'node:path'
import type { Reason } from '../../contract/problem'
import { systemCode, systemReason } from '../../core/basics/errors'
import type { ProxyFacts } from '../../core/doctor/engine'
import type { EngineFacts } from '../../core/doctor/situation'
import { holderOf, holderWords } from '../engine/port-holder'
import { probePort } from '../engine/probe'
import { findEngine, readState } from '../engine/process'
import { findWatchdog } from '../engine/watchdog-file'
import type { Paths } from '../files/paths'

export async function lookAtProxy(paths: Paths, port: number): Promise<ProxyFacts> {
  return { engine: await engineFacts(paths, port), watchdog: findWatchdog(paths.watchdogFile) }
}

async function engineFacts(paths: Paths, settingsPort: number): Promise<EngineFacts> {
  const running = await findEngine(paths)
  if (running === null) return portFacts(settingsPort)
  const { port, pid } = running.record
  const told = running.answers ? await readState(running.record) : null
  return told === null ? { kind: 'silent', port, pid } : { kind: 'answers', port, state: told.state }
}

async function portFacts(port: number): Promise<EngineFacts> {
  const probe = await probePort(port)
  if (probe.kind === 'free') return { kind: 'none', port }
  const holder = holderOf(probe, port)
  const stopCommand = holder.kind === 'origin' ? holder.stopCommand : null
  return { kind: 'taken', port, holder: holderWords(holder), stopCommand }
}

/**
 * Why the folder cannot be written to, found without writing. For a folder that does not exist, whether it could be
 * created.
 */
export function homeProblem(home: string): Reason | null {
  for (let folder = home; ; folder = dirname(folder)) {
    try {
      accessSync(folder, constants.W_OK | constants.X_OK)
      return null
    } catch (error) {
      if (systemCode(error) !== 'ENOENT' || folder === dirname(folder)) return systemReason(error)
    }
  }
}
