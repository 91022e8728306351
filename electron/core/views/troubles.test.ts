/** A trouble has one name, one sentence and one action, in menu, window and notice alike. */
import { describe, expect, test } from 'vitest'
import type { Announcement, AppState } from '../../contract/app'
import { appState, login, PHASE_STATES, trayEngine } from '../../testing/app-states'
import { START_MS } from '../../testing/engine-states'
import { FACE_STATES } from '../../testing/face-states'
import { PLAN_STATES } from '../../testing/plan-states'
import { problem } from '../words/problem'
import { reason } from '../words/reason'
import { noticeOf } from './notice'
import { planNoticeOf } from './plan-notice'
import { trayView } from './tray/tray'
import { type FaceView, windowView } from './window/window'

const doubted = problem('RENEWAL_DOUBTED', { reason: reason('http', { status: 401 }) })

interface Trouble {
  readonly name: string
  readonly state: AppState
  readonly english: string
  readonly chinese: string
  /** The notice that tells of it; null where none does, since it may pass without a person. */
  readonly announced: Announcement | 'limit' | null
  readonly remedy: string
}

const TROUBLES: readonly Trouble[] = [
  {
    name: 'signed out',
    state: PHASE_STATES.signIn,
    english: 'Sign in to Kimi again',
    chinese: '请重新登录 Kimi',
    announced: 'signIn',
    remedy: 'signIn',
  },
  {
    name: 'never signed in',
    state: FACE_STATES.signedOut,
    english: 'Sign in to Kimi',
    chinese: '请登录 Kimi',
    announced: 'signIn',
    remedy: 'signIn',
  },
  {
    name: 'no connection',
    state: PHASE_STATES.expiring,
    english: 'Can’t reach Kimi',
    chinese: '无法连接 Kimi',
    announced: null,
    remedy: 'refresh',
  },
  {
    name: 'no connection until the token had expired',
    state: FACE_STATES.waitingForNetwork,
    english: 'Can’t reach Kimi',
    chinese: '无法连接 Kimi',
    announced: null,
    remedy: 'refresh',
  },
  {
    name: 'renewal doubted',
    state: appState({
      engine: trayEngine({ login: login({ kind: 'failing', problem: doubted, retryAtMs: START_MS }) }),
    }),
    english: 'Renewal is being refused',
    chinese: '续期被拒绝',
    announced: null,
    remedy: 'signIn',
  },
  {
    name: 'refused by Kimi',
    state: PHASE_STATES.trouble,
    english: 'Kimi is refusing requests',
    chinese: 'Kimi 拒绝了请求',
    announced: null,
    remedy: 'openKimi',
  },
  {
    name: 'limit reached',
    state: PLAN_STATES.limited,
    english: '5-hour limit reached until ',
    chinese: '5 小时额度已用完，',
    announced: 'limit',
    remedy: 'openKimi',
  },
  {
    name: 'setting not valid',
    state: PHASE_STATES.cannotStart,
    english: 'A setting isn’t valid',
    chinese: '设置无效',
    announced: 'cannotStart',
    remedy: 'openWindow',
  },
  {
    name: 'port in use',
    state: PHASE_STATES.portTaken,
    english: 'The port is in use',
    chinese: '端口被占用',
    announced: 'cannotStart',
    remedy: 'openWindow',
  },
  {
    name: 'keeps crashing',
    state: PHASE_STATES.gaveUp,
    english: 'Kimi Proxy keeps crashing',
    chinese: 'Kimi Proxy 多次重启失败',
    announced: 'gaveUp',
    remedy: 'retry',
  },
  {
    name: 'restarting',
    state: PHASE_STATES.backingOff,
    english: 'Restarting',
    chinese: '正在重新启动',
    announced: null,
    remedy: 'retry',
  },
  {
    name: 'hung on the command line',
    state: PHASE_STATES.elsewhereHung,
    english: 'The command line proxy (PID 4242) doesn’t answer',
    chinese: '命令行代理（PID 4242）没有响应',
    announced: null,
    remedy: 'takeOver',
  },
]

/** What the face says below its heading, and its main command. */
function saidBy(face: FaceView): { readonly sentence: string; readonly main: string | undefined } {
  if (face.kind === 'signIn') {
    const main = face.device.kind === 'offer' ? face.device.actions.find(({ isMain }) => isMain) : undefined
    return { sentence: face.problem?.message ?? '', main: main?.command.kind }
  }
  if (face.kind !== 'status') throw new Error(`the window shows ${face.kind}`)
  const main = face.actions.find(({ isMain }) => isMain)
  return { sentence: face.problem?.message ?? face.caption ?? '', main: main?.command.kind }
}

function noticeFor(announced: Trouble['announced'], state: AppState) {
  if (announced === null) return null
  if (announced !== 'limit') return noticeOf(announced, state, START_MS)
  const { limitReached } = state.engine.plan
  if (limitReached === null || limitReached.name === 'billingCycle') throw new Error('no limit is reached')
  const { name, resetsAtMs } = limitReached
  return planNoticeOf({ kind: 'reached', name, label: null, resetsAtMs }, state, START_MS)
}

describe.each(TROUBLES)('$name', ({ state, english, chinese, announced, remedy }) => {
  test.each(['en', 'zh-CN'] as const)('has one heading in menu, window and notice (%s)', (language) => {
    const spoken = { ...state, language }
    const { face } = windowView(spoken, START_MS)
    const status = trayView(spoken, START_MS, true).menu.find(
      (entry) => entry.kind === 'text' && entry.id === 'status',
    )
    expect(face.heading.startsWith(language === 'en' ? english : chinese), face.heading).toBe(true)
    expect(status).toMatchObject({ label: face.heading })
    const notice = noticeFor(announced, spoken)
    if (notice === null) return
    expect(notice.title).toBe(face.heading)
    expect(notice.body).toContain(saidBy(face).sentence)
  })

  test('has one sentence, which does not repeat the heading, and a sign of its own', () => {
    const { face } = windowView(state, START_MS)
    const { sentence } = saidBy(face)
    expect(sentence).not.toBe('')
    expect(sentence).not.toBe(`${face.heading}.`)
    if (face.kind === 'status') expect(['warn', 'bad']).toContain(face.tone)
    expect(['trouble', 'signIn']).toContain(trayView(state, START_MS, true).icon)
  })

  test('has one action: the menu’s first item is the window’s main button', () => {
    const first = trayView(state, START_MS, true).menu.find((entry) => entry.kind === 'item')
    expect(saidBy(windowView(state, START_MS).face).main).toBe(remedy)
    expect(first).toMatchObject({ command: { kind: remedy } })
  })
})
