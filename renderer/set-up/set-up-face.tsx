import type { SetUpStepView, SetUpView } from '../../electron/core/views/window/set-up'
import { ActionButton } from '../action-button'
import { DeviceSignInSteps } from '../device-sign-in'
import { Glyph } from '../glyph'
import { Heading } from '../heading'
import type { Runner } from '../runner'
import { Change } from './change'

interface Props {
  readonly view: SetUpView
  readonly runner: Runner
}

/** The page of the first run. */
export function SetUpFace({ view, runner }: Props) {
  return (
    <>
      <section class="hero">
        <Heading>{view.heading}</Heading>
        <p class="caption">{view.hint}</p>
      </section>
      <ol class="group set-up" aria-label={view.stepsLabel}>
        {view.steps.map((step, index) => (
          <Step key={step.name} number={index + 1} view={step} doneLabel={view.doneLabel} runner={runner} />
        ))}
      </ol>
      <div class="actions end">
        <ActionButton view={view.finish} runner={runner} />
      </div>
    </>
  )
}

interface StepProps {
  readonly number: number
  readonly view: SetUpStepView
  readonly doneLabel: string
  readonly runner: Runner
}

function Step({ number, view, doneLabel, runner }: StepProps) {
  const { isDone, device } = view
  return (
    <li class={`row step ${isDone ? 'done' : 'later'}`}>
      <span class="mark" aria-hidden="true">
        {isDone ? <Glyph shape="check" /> : number}
      </span>
      <div class="what">
        <h2>{view.heading}</h2>
        {isDone && <span class="only-read">{doneLabel} </span>}
        {view.note !== null && <p class="hint">{view.note}</p>}
        {view.change !== null && <Change view={view.change} />}
        {device !== null && (
          <div class="sign-in">
            {device.kind !== 'offer' && <h3>{device.heading}</h3>}
            <DeviceSignInSteps view={device} runner={runner} />
          </div>
        )}
        {view.actions.length > 0 && (
          <div class="actions">
            {view.actions.map((action) => (
              <ActionButton key={action.command.kind} view={action} runner={runner} />
            ))}
          </div>
        )}
      </div>
    </li>
  )
}
