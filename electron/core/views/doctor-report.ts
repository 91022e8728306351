/** The doctor's report as text and as JSON, for the terminal and for whoever helps. Pure; holds no secret. */
import type { Language } from '../../contract/app'
import type { DoctorReport, FindingTone } from '../../contract/doctor'
import { sayIn } from '../words/say'
import { findingWords } from './finding-words'
import { clockTime } from './times'

/** One line for each finding, what mends it below; the worst first. */
export function reportLines(report: DoctorReport, language: Language): readonly string[] {
  const say = sayIn(language)
  const { version, atMs, findings } = report
  // With its day, whenever it is read.
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

/** See README, "When something is wrong". English, whatever the language of the system. */
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
