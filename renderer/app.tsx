import { useEffect, useRef } from 'preact/hooks'
import type { AppState } from '../electron/contract/app'
import type { KimiBridge, WindowCommand } from '../electron/contract/bridge'
import type { RequestList } from '../electron/contract/recorder'
import { recentView, requestsKey } from '../electron/core/views/window/requests'
import { type FaceView, failureView, type WindowView, windowView } from '../electron/core/views/window/window'
import { useDisclosure } from './advanced'
import { Failure, Notes } from './banners'
import { DoctorFace } from './doctor-face'
import { Navigation } from './navigation'
import { RequestsFace } from './requests/requests-face'
import { useRequests } from './requests/use-requests'
import { type Runner, useRunner } from './runner'
import { ClaudeFace } from './set-up/claude-face'
import { SetUpFace } from './set-up/set-up-face'
import { SettingsFace } from './settings-face'
import { SignInFace } from './sign-in-face'
import { StatusFace } from './status-face'
import { useApp, useFit, useSeconds, useVisible } from './use-app'
import { useDraft } from './use-draft'

export function WindowRoot({ bridge }: { readonly bridge: KimiBridge }) {
  const state = useApp(bridge)
  return state === null ? null : <Window bridge={bridge} state={state} />
}

/** Those that a person scrolls through. */
const LONG_FACES: readonly WindowView['face']['kind'][] = ['requests', 'doctor', 'settings']

interface WindowProps {
  readonly bridge: KimiBridge
  readonly state: AppState
}

function Window({ bridge, state }: WindowProps) {
  const view = windowView(state, Date.now())
  const runner = useRunner(bridge)
  const visible = useVisible()
  const key = visible ? requestsKey(state, view.face.kind) : null
  const list = useRequests(bridge, key)
  useSeconds(visible && (view.ticks || (key !== null && list.running.length > 0)))
  useDocument(view)
  useEscape(runner, isInner(view.face.kind) ? TO_STATUS : CLOSE)
  useReturn()
  useFit(bridge, LONG_FACES.includes(view.face.kind))
  const { face } = view
  const expectFace = useFaceFocus(focusKey(face))
  const navigate = (command: WindowCommand) => {
    expectFace()
    runner.run(command).catch(() => undefined)
  }
  return (
    <>
      <header>
        <Navigation label={view.navLabel} items={view.nav} onNavigate={navigate} />
        {runner.failure !== null && (
          <Failure words={failureView(state, runner.failure)} onDismiss={runner.dismissFailure} />
        )}
      </header>
      <main>
        <Notes notes={view.notes} runner={runner} />
        <Face view={view} state={state} list={list} runner={runner} />
      </main>
      <div class="only-read" role="status">
        {view.announcement}
      </div>
    </>
  )
}

/** Changes wherever the control that had the focus has gone. */
function focusKey(face: FaceView): string {
  switch (face.kind) {
    case 'signIn':
      return `signIn ${face.device.kind}`
    case 'setUp':
      return `setUp ${face.steps.map(({ isDone, device }) => device?.kind ?? isDone).join()}`
    case 'claude':
      return `claude ${face.heading}`
    case 'status':
    case 'requests':
    case 'doctor':
    case 'settings':
      return face.kind
  }
}

interface FaceProps {
  readonly view: WindowView
  readonly state: AppState
  readonly list: RequestList
  readonly runner: Runner
}

function Face({ view: { face }, state, list, runner }: FaceProps) {
  const keeper = useDraft(state, runner)
  const advanced = useDisclosure()
  switch (face.kind) {
    case 'status':
      return <StatusFace view={face} recent={recentView(state, list, Date.now())} runner={runner} />
    case 'signIn':
      return <SignInFace view={face} runner={runner} />
    case 'requests':
      return <RequestsFace view={face} state={state} list={list} runner={runner} />
    case 'setUp':
      return <SetUpFace view={face} runner={runner} />
    case 'claude':
      return <ClaudeFace view={face} runner={runner} />
    case 'doctor':
      return <DoctorFace view={face} runner={runner} />
    case 'settings':
      return <SettingsFace view={face} runner={runner} keeper={keeper} disclosure={advanced} />
  }
}

function useDocument({ language, documentTitle }: WindowView): void {
  useEffect(() => {
    document.documentElement.lang = language
    document.title = documentTitle
  }, [language, documentTitle])
}

const CLOSE: WindowCommand = { kind: 'closeWindow' }
const TO_STATUS: WindowCommand = { kind: 'openWindow', face: 'status' }

/** Faces that Status leads to, and that lead back there. */
function isInner(face: FaceView['kind']): boolean {
  return face === 'requests' || face === 'claude'
}

/** `command`: what Escape does. */
function useEscape(runner: Runner, command: WindowCommand): void {
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      // While Chinese is being typed, Escape belongs to the input method.
      if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return
      runner.run(command).catch(() => undefined)
    }
    document.addEventListener('keydown', close)
    return () => document.removeEventListener('keydown', close)
  }, [runner.run, command])
}

/** Return presses the main button, unless the focus is on a control that takes the key itself. */
function useReturn(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || event.isComposing || event.repeat || event.defaultPrevented) return
      const { activeElement } = document
      if (activeElement?.matches('button,input,select,textarea,summary,a') === true) return
      document.querySelector<HTMLButtonElement>('[data-main]')?.click()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}

function focusFirst(): void {
  const wanted = document.querySelector<HTMLElement>('[data-wanted]') ?? document.querySelector('h1')
  wanted?.focus()
}

/**
 * Moves the focus to the heading of a face that appeared on its own, or to the field that the person came for. After a click on the navigation the focus stays on the
 * navigation.
 */
function useFaceFocus(kind: string): () => void {
  const shown = useRef(kind)
  const expected = useRef(false)
  useEffect(() => {
    if (shown.current === kind) return
    shown.current = kind
    if (!expected.current) focusFirst()
    expected.current = false
  }, [kind])
  return () => {
    expected.current = true
  }
}
