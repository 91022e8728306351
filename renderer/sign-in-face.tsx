import type { SignInView, StepView } from '../electron/core/views/window/sign-in'
import { ActionButton } from './action-button'
import { DeviceSignInSteps } from './device-sign-in'
import { Glyph } from './glyph'
import { Heading } from './heading'
import { ProblemText } from './problem-text'
import { Progress } from './progress'
import type { Runner } from './runner'

interface Props {
  readonly view: SignInView
  readonly runner: Runner
}

export function SignInFace({ view, runner }: Props) {
  const { device } = view
  return (
    <>
      <section class={`hero sign-in ${device.kind}`}>
        <Badge view={view} />
        <Heading>{view.heading}</Heading>
        {view.problem !== null && <ProblemText words={view.problem} />}
        {view.waiting !== null && <p class="caption">{view.waiting}</p>}
        {view.stillServes !== null && (
          <p class="caption" role="timer" aria-live="off">
            {view.stillServes}
          </p>
        )}
        <DeviceSignInSteps view={device} runner={runner} />
      </section>
      {view.steps.length > 0 && <Steps view={view} runner={runner} />}
    </>
  )
}

/** The large sign of the face. While a code is shown there is none: the code needs the room. */
function Badge({ view: { device } }: { readonly view: SignInView }) {
  switch (device.kind) {
    case 'code':
      return null
    case 'offer':
    case 'ended':
      return (
        <div class="badge warn">
          <Glyph shape="warn" />
        </div>
      )
    case 'busy':
      return (
        <div class="badge">
          <Glyph shape={device.problem === null ? 'busy' : 'warn'} />
        </div>
      )
    case 'done':
      return (
        <div class="badge good">
          <Glyph shape="check" />
        </div>
      )
  }
}

/** The steps of the second way to sign in, with the Kimi command; closed until a person wants them. */
function Steps({ view, runner }: Props) {
  return (
    <details class="other-ways" open={view.stepsOpen}>
      <summary>{view.otherWays}</summary>
      <ol class="group steps" aria-label={view.stepsLabel}>
        {view.steps.map((step, index) => (
          <Step key={step.text} number={index + 1} view={step} doneLabel={view.doneLabel} runner={runner} />
        ))}
      </ol>
      <Progress>{view.progress}</Progress>
      {view.install !== null && (
        <p class="small-print">
          {view.install.text} <code>{view.install.code}</code>
        </p>
      )}
    </details>
  )
}

interface StepProps {
  readonly number: number
  readonly view: StepView
  readonly doneLabel: string
  readonly runner: Runner
}

function Step({ number, view, doneLabel, runner }: StepProps) {
  const done = view.progress === 'done'
  return (
    <li class={`row step ${view.progress}`} aria-current={view.progress === 'current' ? 'step' : undefined}>
      <span class="mark" aria-hidden="true">
        {done ? <Glyph shape="check" /> : number}
      </span>
      <div class="what">
        <span>{view.text}</span>
        {done && <span class="only-read"> {doneLabel}</span>}
        {view.code !== null && <code>{view.code}</code>}
      </div>
      {view.action !== null && <ActionButton view={view.action} runner={runner} />}
    </li>
  )
}
