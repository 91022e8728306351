import type { ComponentChildren } from 'preact'
import type { CodeView, DeviceView } from '../electron/core/views/window/device-sign-in'
import { ActionButton } from './action-button'
import { ProblemText } from './problem-text'
import { Progress } from './progress'
import { Qr } from './qr'
import type { Runner } from './runner'

interface Props {
  readonly view: DeviceView
  readonly runner: Runner
}

/** The sign-in with a code, below the heading of its face. */
export function DeviceSignInSteps({ view, runner }: Props) {
  switch (view.kind) {
    case 'offer':
      return <Actions view={view} runner={runner} />
    case 'busy':
      return (
        <>
          {view.problem !== null && <ProblemText words={view.problem} />}
          <Progress>{view.progress}</Progress>
          {view.cancel !== null && <Actions view={{ actions: [view.cancel] }} runner={runner} />}
        </>
      )
    case 'code':
      return <Code view={view} runner={runner} />
    case 'ended':
      return (
        <>
          <ProblemText words={view.problem} />
          <Actions view={view} runner={runner} />
        </>
      )
    case 'done':
      return null
  }
}

function Code({ view, runner }: { readonly view: CodeView; readonly runner: Runner }) {
  const qr = <Qr text={view.phone.page} label={view.phone.qrLabel} />
  return (
    <>
      {view.renewed !== null && <p class="caption renewed">{view.renewed}</p>}
      <p class="caption">{view.hint}</p>
      <code class="user-code">{view.userCode}</code>
      <Actions view={view} runner={runner} />
      <Progress>
        <span>
          {view.progress}{' '}
          <span class="digits" role="timer" aria-live="off" aria-label={view.left.spoken}>
            {view.left.digits}
          </span>
        </span>
      </Progress>
      {view.phone.isAsked ? qr : <Phone label={view.phone.label}>{qr}</Phone>}
    </>
  )
}

function Phone({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    <details class="other-ways">
      <summary>{label}</summary>
      {children}
    </details>
  )
}

interface ActionsProps {
  readonly view: Pick<CodeView, 'actions'>
  readonly runner: Runner
}

function Actions({ view, runner }: ActionsProps) {
  return (
    <div class="actions">
      {view.actions.map((action) => (
        <ActionButton key={action.command.kind} view={action} runner={runner} />
      ))}
    </div>
  )
}
