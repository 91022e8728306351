import type { SignInView, StepView } from '../electron/core/views/window-sign-in'
import { ActionButton } from './action-button'
import { Glyph } from './glyph'
import { Heading } from './heading'
import { ProblemText } from './problem-text'
import type { Runner } from './runner'

interface Props {
  readonly view: SignInView
  readonly runner: Runner
}

export function SignInFace({ view, runner }: Props) {
  return (
    <>
      <section class="hero sign-in">
        <div class={view.done ? 'badge good' : 'badge warn'}>
          <Glyph shape={view.done ? 'check' : 'warn'} />
        </div>
        <Heading>{view.heading}</Heading>
        {view.problem !== null && <ProblemText words={view.problem} />}
        {view.waiting !== null && <p class="caption">{view.waiting}</p>}
        {view.stillServes !== null && (
          <p class="caption" role="timer" aria-live="off">
            {view.stillServes}
          </p>
        )}
      </section>
      <section aria-label={view.stepsLabel}>
        <ol class="group steps">
          {view.steps.map((step, index) => (
            <Step key={step.text} number={index + 1} view={step} doneLabel={view.doneLabel} runner={runner} />
          ))}
        </ol>
      </section>
      <p class={view.done ? 'progress done' : 'progress'}>
        {view.done ? <Glyph shape="check" /> : <span class="spinner" aria-hidden="true" />}
        {view.progress}
      </p>
      {view.install !== null && (
        <p class="small-print">
          {view.install.text} <code>{view.install.code}</code>
        </p>
      )}
    </>
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
      {view.action !== null && (
        <ActionButton
          view={view.action}
          runner={runner}
          look={view.progress === 'current' ? 'main' : 'plain'}
        />
      )}
    </li>
  )
}
