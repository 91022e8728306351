/** What the doctor saw, judged: one finding for each thing, the worst first, each with one way out. Pure. */
import type { DoctorReport, Finding, FindingTone } from '../../contract/doctor'
import { claudeFindings } from './claude'
import { engineFindings } from './engine'
import type { DoctorFacts } from './facts'
import { found } from './found'
import { loginFindings } from './logins'
import { networkFindings } from './network'

const ORDER: readonly FindingTone[] = ['bad', 'warn', 'info', 'good']

export function diagnose(facts: DoctorFacts, version: string): DoctorReport {
  const findings = [
    ...loginFindings(facts),
    ...engineFindings(facts),
    ...networkFindings(facts),
    ...claudeFindings(facts),
    ...unseen(facts),
  ]
  return { version, atMs: facts.atMs, findings: findings.sort(worstFirst) }
}

function worstFirst(one: Finding, other: Finding): number {
  return ORDER.indexOf(one.tone) - ORDER.indexOf(other.tone)
}

const TOPICS = ['logins', 'locks', 'engine', 'hosts', 'claude', 'home'] as const

function unseen(facts: DoctorFacts): Finding[] {
  return TOPICS.filter((topic) => facts[topic] === null).map((topic) => found('INCOMPLETE', { topic }))
}
