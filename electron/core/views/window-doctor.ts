/** The Check-up face. */
import type { DesktopState } from '../../contract/desktop'
import type { DoctorReport, DoctorState, Finding, FindingTone } from '../../contract/doctor'
import { type ProblemWords, problemWords } from '../words/problem-words'
import type { Say } from '../words/say'
import { countOf } from './doctor-report'
import { type FindingWords, findingWords } from './finding-words'
import { type ActionView, action, offer } from './window-action'
import { clockTime } from './window-times'

export interface FindingView extends FindingWords {
  readonly tone: FindingTone
  /** Read out before the message, where the glyph is not seen. */
  readonly spoken: string
}

export interface FindingGroupView {
  readonly heading: string
  readonly findings: readonly FindingView[]
}

export interface DoctorView {
  readonly kind: 'doctor'
  readonly title: string
  /** The verdict in one line. */
  readonly heading: string
  /** Null while it is at work. */
  readonly tone: FindingTone | null
  readonly caption: string | null
  readonly problem: ProblemWords | null
  readonly actions: readonly ActionView[]
  /** While it is at work those of the time before. */
  readonly groups: readonly FindingGroupView[]
}

export function doctorView(state: DesktopState, say: Say, nowMs: number): DoctorView {
  const { doctor, language } = state
  const report = reportOf(doctor)
  const running = doctor.kind === 'idle' || doctor.kind === 'running'
  return {
    kind: 'doctor',
    title: say('window.doctor'),
    ...verdict(doctor, say),
    caption: captionOf(doctor, say, (atMs) => clockTime(language, atMs, nowMs)),
    problem: doctor.kind === 'failed' ? problemWords(say, doctor.problem) : null,
    actions: [
      offer(say, { kind: 'runDoctor' }, { enabled: !running }),
      action(
        say('doctor.copyReport'),
        { kind: 'copyReport' },
        { enabled: report !== null, doneLabel: say('window.copied') },
      ),
    ],
    groups: report === null ? [] : groupsOf(report, state, say, nowMs),
  }
}

/** The one to be shown, or to be copied. */
export function reportOf(doctor: DoctorState): DoctorReport | null {
  return doctor.kind === 'running' || doctor.kind === 'done' ? doctor.report : null
}

function captionOf(doctor: DoctorState, say: Say, timeOf: (atMs: number) => string): string | null {
  switch (doctor.kind) {
    case 'idle':
    case 'running':
      return say('doctor.runningHint')
    case 'failed':
      return null
    case 'done':
      return say('doctor.checkedAt', { time: timeOf(doctor.report.atMs) })
  }
}

function verdict(doctor: DoctorState, say: Say): Pick<DoctorView, 'heading' | 'tone'> {
  switch (doctor.kind) {
    case 'idle':
    case 'running':
      return { heading: say('doctor.running'), tone: null }
    case 'failed':
      return { heading: say('doctor.failed'), tone: 'bad' }
    case 'done': {
      const bad = countOf(doctor.report, 'bad')
      if (bad > 0) return { heading: say('doctor.notWorking', { count: bad }), tone: 'bad' }
      const warnings = countOf(doctor.report, 'warn')
      if (warnings > 0) return { heading: say('doctor.worthALook', { count: warnings }), tone: 'warn' }
      return { heading: say('doctor.allWell'), tone: 'good' }
    }
  }
}

function groupsOf(
  { findings }: DoctorReport,
  { language }: DesktopState,
  say: Say,
  nowMs: number,
): readonly FindingGroupView[] {
  const group = (heading: string, tones: readonly FindingTone[]): FindingGroupView => ({
    heading,
    findings: findings
      .filter(({ tone }) => tones.includes(tone))
      .map((finding: Finding) => ({
        ...findingWords(language, finding, nowMs),
        tone: finding.tone,
        spoken: say(`tone.${finding.tone}Spoken`),
      })),
  })
  return [
    group(say('doctor.troubles'), ['bad', 'warn']),
    group(say('doctor.notes'), ['info']),
    group(say('doctor.inOrder'), ['good']),
  ].filter(({ findings: found }) => found.length > 0)
}
