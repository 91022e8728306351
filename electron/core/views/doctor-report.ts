/** The doctor's report as text and as JSON, for the terminal and for a person who helps. Pure; holds no secret. */
import type { Language } from '../../contract/app'
import type { DoctorReport, FindingTone } from '../../contract/doctor'
import { clockTime } from '../basics/clock-time'
import { sayIn } from '../words/say'
import { findingWords } from './finding-words'

/** One line for each finding, with its fix below it; the worst finding first. */
export function reportLines(report: DoctorReport, language: Language): readonly string[] {
  const say = sayIn(language)
  const { version, atMs, findings } = report
  // The report may be read on a later day, so the time has its date.
  const time = clockTime(language, atMs, 0)
  return [
    say('doctor.reportTitle', { version, time }),
    ...findings.flatMap((finding) => {
      const { message, fix, command, paths } = findingWords(language, finding, atMs)
      const where = paths.map((path) => `\n      ${path}`).join('')
      const way = [fix, command].filter((part) => part !== null).join(' ')
      return [
        `${say(`tone.${finding.tone}`).padEnd(4)}  ${message}${where}`,
        ...(way === '' ? [] : [`      -> ${way}`]),
      ]
    }),
  ]
}

/**
 * The form is described in README, "When something is wrong". The texts are English, whatever the language of the system.
 */
export function reportJson({ version, atMs, findings }: DoctorReport): string {
  const told = findings.map((finding) => {
    const { message, fix, command } = findingWords('en', finding, atMs)
    return { code: finding.code, tone: finding.tone, message, fix, command, values: finding.values }
  })
  return JSON.stringify({ version, atMs, findings: told }, null, 2)
}

export function countOf({ findings }: DoctorReport, tone: FindingTone): number {
  return findings.filter((finding) => finding.tone === tone).length
}
