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
      return (
        <>
          <div class="actions">
            <ActionButton view={view.action} runner={runner} />
          </div>
          <p class="caption">{view.hint}</p>
        </>
      )
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
      return view.plan === null ? null : <p class="caption">{view.plan}</p>
  }
}

function Code({ view, runner }: { readonly view: CodeView; readonly runner: Runner }) {
  return (
    <>
      {view.renewed !== null && <p class="caption renewed">{view.renewed}</p>}
      <p class="caption">{view.hint}</p>
      <code class="user-code">{view.userCode}</code>
      <Actions view={view} runner={runner} />
      <p class="caption scan">{view.scan}</p>
      <Qr text={view.qr.page} label={view.qr.label} />
      <Progress>{view.progress}</Progress>
      <p class="caption" role="timer" aria-live="off">
        {view.left}
      </p>
      <Actions view={{ actions: [view.cancel] }} runner={runner} />
    </>
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
