import { expect, test } from 'vitest'
import { PHASE_STATES } from '../../testing/app-states'
import { START_MS } from '../../testing/engine-states'
import { noticeOf } from './notice'

test.each([
  ['signIn', 'signIn', 'Sign in to Kimi again', 'Kimi signed you out.'],
  ['cannotStart', 'portTaken', 'The port is in use', 'python3'],
  ['gaveUp', 'gaveUp', 'Kimi Proxy keeps crashing', '8 restarts'],
  ['recovered', 'running', 'Kimi Proxy is running again', 'Claude Code can continue.'],
] as const)('a notice of %s says what happened and what to do', (what, phase, title, part) => {
  const notice = noticeOf(what, PHASE_STATES[phase], START_MS)
  expect(notice.title).toBe(title)
  expect(notice.body).toContain(part)
  const chinese = noticeOf(what, { ...PHASE_STATES[phase], language: 'zh-CN' }, START_MS)
  expect(chinese.title).toMatch(/[\u4e00-\u9fff]/)
  expect(chinese.body).toMatch(/[\u4e00-\u9fff]/)
})
