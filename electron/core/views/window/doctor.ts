/** The Check-up face. */
import type { AppState } from '../../../contract/app'
import type { DoctorReport, DoctorState, FindingTone } from '../../../contract/doctor'
import { clockTime } from '../../basics/clock-time'
import { type ProblemWords, problemWords } from '../../words/problem-words'
import type { Say } from '../../words/say'
import { countOf } from '../doctor-report'
import { type FindingWords, findingWords } from '../finding-words'
import { type ActionView, action, offer } from './action'

export interface FindingView extends FindingWords {
  readonly tone: FindingTone
  /** The tone in words, read out before the message by a screen reader, which does not see the glyph. */
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
  /** Null while a check-up runs. */
  readonly tone: FindingTone | null
  readonly caption: string | null
  readonly problem: ProblemWords | null
  readonly actions: readonly ActionView[]
  /** The findings; while a check-up runs, those of the one before. */
  readonly groups: readonly FindingGroupView[]
}

export function doctorView(state: AppState, say: Say, nowMs: number): DoctorView {
  const { doctor, language } = state
  const report = reportOf(doctor)
  const running = doctor.kind === 'idle' || doctor.kind === 'running'
  return {
    kind: 'doctor',
    title: say('window.doctor'),
    ...verdict(doctor, say, (atMs) => clockTime(language, atMs, nowMs)),
    problem: doctor.kind === 'failed' ? problemWords(say, doctor.problem) : null,
    actions: [
      offer(say, { kind: 'runDoctor' }, { enabled: !running, isMain: doctor.kind === 'failed' }),
      action(
        say('doctor.copyReport'),
        { kind: 'copyReport' },
        { enabled: report !== null, doneLabel: say('window.copied') },
      ),
    ],
    groups: report === null ? [] : groupsOf(report, state, say, nowMs),
  }
}

/** The report to show and to copy: the latest that is complete. */
export function reportOf(doctor: DoctorState): DoctorReport | null {
  return doctor.kind === 'running' || doctor.kind === 'done' ? doctor.report : null
}

type Verdict = Pick<DoctorView, 'heading' | 'tone' | 'caption'>

function verdict(doctor: DoctorState, say: Say, timeOf: (atMs: number) => string): Verdict {
  switch (doctor.kind) {
    case 'idle':
    case 'running':
      return { heading: say('doctor.running'), tone: null, caption: say('doctor.runningHint') }
    case 'failed':
      return { heading: say('doctor.failed'), tone: 'bad', caption: null }
    case 'done': {
      const caption = say('doctor.checkedAt', { time: timeOf(doctor.report.atMs) })
      const bad = countOf(doctor.report, 'bad')
      if (bad > 0)
        return {
          heading: bad === 1 ? say('doctor.notWorkingOne') : say('doctor.notWorking', { count: bad }),
          tone: 'bad',
          caption,
        }
      const warnings = countOf(doctor.report, 'warn')
      if (warnings > 0)
        return {
          heading:
            warnings === 1 ? say('doctor.worthALookOne') : say('doctor.worthALook', { count: warnings }),
          tone: 'warn',
          caption,
        }
      return { heading: say('doctor.allWell'), tone: 'good', caption }
    }
  }
}

function groupsOf(
  { findings }: DoctorReport,
  { language }: AppState,
  say: Say,
  nowMs: number,
): readonly FindingGroupView[] {
  const views = findings.map((finding) => ({
    ...findingWords(language, finding, nowMs),
    tone: finding.tone,
    spoken: say(`tone.${finding.tone}Spoken`),
  }))
  const group = (heading: string, tones: readonly FindingTone[]) => ({
    heading,
    findings: views.filter(({ tone }) => tones.includes(tone)),
  })
  return [
    group(say('doctor.troubles'), ['bad', 'warn']),
    group(say('doctor.notes'), ['info']),
    group(say('doctor.inOrder'), ['good']),
  ].filter((one) => one.findings.length > 0)
}
