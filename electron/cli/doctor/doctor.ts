/** `kimi-proxy doctor`: what it found, as lines or as JSON. Looks only. */
import { homedir } from 'node:os'
import { countOf, reportJson, reportLines } from '../../core/views/doctor-report'
import { PLATFORM } from '../../node/basics/platform'
import { examine } from '../../node/doctor/examine'
import { examinedSettings } from '../../node/doctor/settings'
import type { CliCommand } from '../basics/command'
import { type CliContext, loadSettings, settingsOrInstead } from '../basics/context'

/** 0 when nothing is bad, 2 otherwise. */
export async function doctor(context: CliContext, { port, json }: CliCommand<'doctor'>): Promise<number> {
  const examined = examinedSettings(
    () => loadSettings(context, port),
    () => settingsOrInstead(context, port).settings,
    { nowMs: Date.now },
  )
  const report = await examine({
    ...examined,
    paths: context.paths,
    env: context.env,
    homeDir: homedir(),
    platform: PLATFORM,
    projectFolder: presentFolder(),
    nowMs: Date.now,
  })
  const lines = json ? [reportJson(report)] : reportLines(report, context.say.language)
  for (const line of lines) context.print(line)
  return countOf(report, 'bad') > 0 ? 2 : 0
}

/** Null where it has been removed meanwhile. */
function presentFolder(): string | null {
  try {
    return process.cwd()
  } catch {
    return null
  }
}
