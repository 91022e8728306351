import { describe, expect, test } from 'vitest'
import type { Problem } from '../../contract/problem'
import { readProblem } from '../basics/errors'
import { FINDINGS } from './finding-phrases'
import type { Phrase } from './phrase'
import { problem } from './problem'
import { PROBLEMS, type ProblemPhrases } from './problem-table'
import { problemWords } from './problem-words'
import { reason } from './reason'
import { REASON_PHRASES } from './reason-phrases'
import { sayIn } from './say'
import { TABLE } from './table'

const IN_TABLE: readonly (readonly [string, Phrase])[] = Object.entries(TABLE)
const PHRASES = [
  ...IN_TABLE,
  ...Object.entries(FINDINGS).flatMap(([code, { says, fix }]) =>
    [says, fix].flatMap((phrase: Phrase | null) => (phrase === null ? [] : [[code, phrase] as const])),
  ),
]

function placeholders(text: string): readonly string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort()
}

describe('the table of phrases', () => {
  test('every phrase stands in both languages and says something', () => {
    const missing = PHRASES.filter(([, phrase]) => phrase.en.trim() === '' || phrase['zh-CN'].trim() === '')
    expect(missing).toEqual([])
  })

  test('a phrase has the same placeholders in both languages', () => {
    const uneven = PHRASES.filter(
      ([, phrase]) => placeholders(phrase.en).join() !== placeholders(phrase['zh-CN']).join(),
    )
    expect(uneven).toEqual([])
  })

  test('no two topics use the same key', async () => {
    const topics: readonly object[] = [
      (await import('./notice-phrases')).NOTICE_PHRASES,
      (await import('./plan-phrases')).PLAN_PHRASES,
      (await import('./recorder/log-phrases')).LOG_PHRASES,
      (await import('./reason-phrases')).REASON_PHRASES,
      (await import('./cli-phrases')).CLI_PHRASES,
      (await import('./help-phrases')).HELP_PHRASES,
      (await import('./service-phrases')).SERVICE_PHRASES,
      (await import('./status-phrases')).STATUS_PHRASES,
      (await import('./answer-phrases')).ANSWER_PHRASES,
      (await import('./tray-phrases')).TRAY_PHRASES,
      (await import('./sign-in-phrases')).SIGN_IN_PHRASES,
      (await import('./window-phrases')).WINDOW_PHRASES,
      (await import('./window/request-phrases')).REQUEST_PHRASES,
      (await import('./window/view-phrases')).VIEW_PHRASES,
      (await import('./window/settings-phrases')).SETTINGS_PHRASES,
      (await import('./doctor-phrases')).DOCTOR_PHRASES,
      (await import('./finding-phrases')).TOPIC_PHRASES,
      (await import('./command-phrases')).COMMAND_PHRASES,
      (await import('./intent-phrases')).INTENT_PHRASES,
      (await import('./shell/connect-phrases')).CONNECT_PHRASES,
      (await import('./shell/miss-phrases')).MISS_PHRASES,
      (await import('./shell/shell-phrases')).SHELL_PHRASES,
      (await import('./shell/statusline-phrases')).STATUSLINE_PHRASES,
      (await import('./shell/span-phrases')).SPAN_PHRASES,
      (await import('./window/set-up-phrases')).SET_UP_PHRASES,
    ]
    expect(topics.flatMap((topic) => Object.keys(topic))).toHaveLength(IN_TABLE.length)
  })

  test('no phrase has a stray space, and Chinese ones no Latin full stop', () => {
    const untidy = PHRASES.filter(([, phrase]) =>
      [phrase.en, phrase['zh-CN']].some((text) => text !== text.trim() || / {2}/.test(text)),
    )
    expect(untidy).toEqual([])
    expect(PHRASES.filter(([, phrase]) => /[\u4e00-\u9fff][.,;:?!]/.test(phrase['zh-CN']))).toEqual([])
  })

  test('values are put in, and what is put in is not filled again', () => {
    const say = sayIn('en')
    expect(say('tray.stopRunning', { count: 3 })).toBe('Stop Kimi Proxy (3 Running)…')
    expect(sayIn('en', 'win32')('tray.stopRunning', { count: 3 })).toBe('Stop Kimi Proxy (3 running)…')
    expect(sayIn('en', 'win32')('do.copySettings')).toBe('Copy Claude Code settings')
    expect(sayIn('en', 'win32')('do.copySignInCode')).toBe('Copy code')
    expect(say('window.lockedBy', { name: '{name}' })).toBe('Set by {name}')
  })
})

const SENTENCES: readonly (readonly [string, ProblemPhrases])[] = Object.entries(PROBLEMS)
const LANGUAGES = ['en', 'zh-CN'] as const

function phrasesIn({ message, recovery }: ProblemPhrases): readonly Phrase[] {
  return 'en' in recovery ? [message, recovery] : [message, recovery.window, recovery.terminal]
}

describe('the words of a problem', () => {
  test('stand in both languages, with the same placeholders', () => {
    const phrases = SENTENCES.flatMap(([, words]) => phrasesIn(words))
    expect(phrases.filter(({ en, 'zh-CN': zh }) => en.trim() === '' || zh.trim() === '')).toEqual([])
    expect(
      phrases.filter(({ en, 'zh-CN': zh }) => placeholders(en).join() !== placeholders(zh).join()),
    ).toEqual([])
  })

  test('end as sentences do, but for the two that the origin says without a full stop', () => {
    const open = SENTENCES.filter(
      ([, { message }]) => !/\.$/.test(message.en) || !/。$/.test(message['zh-CN']),
    )
    expect(open.map(([name]) => name)).toEqual(['ALREADY_RUNNING', 'ALREADY_RUNNING.watchdog'])
  })

  test('hold no brackets in brackets, whatever the reason', () => {
    for (const language of LANGUAGES) {
      for (const key of Object.keys(REASON_PHRASES)) {
        const values = { host: 'h', proxy: 'p', status: 500, words: 'w', code: 'c', field: 'f', how: 'h' }
        const failed: Problem = {
          code: 'RENEWAL_FAILED',
          values: { reason: { reason: key.replace('reason.', ''), values: { ...values, origin: 'o' } } },
        }
        expect(problemWords(sayIn(language), failed).message, key).not.toMatch(/[(（][^)）]*[(（]/)
      }
    }
  })

  test('say a reason in the language of the sentence', () => {
    const failed = problem('RENEWAL_FAILED', { reason: reason('notFound', { host: 'auth.kimi.com' }) })
    expect(problemWords(sayIn('en'), failed).message).toBe(
      'The token could not be renewed: auth.kimi.com was not found.',
    )
    expect(problemWords(sayIn('zh-CN'), failed).message).toBe('令牌续期失败：找不到 auth.kimi.com。')
  })

  test('name what helps where it is read', () => {
    const taken = problem('PORT_TAKEN.program', { port: 18462, program: 'python3', pid: 812 })
    expect(problemWords(sayIn('en'), taken, 'window')).toEqual({
      message: 'Port 18462 is used by python3 (PID 812).',
      recovery: 'Stop that program, or choose another port in Settings.',
    })
    expect(problemWords(sayIn('en'), taken, 'terminal').recovery).toContain('--port')
  })

  test('name the code where another version of Kimi Proxy tells of what is not known here', () => {
    const told = { code: 'RENEWAL_FAILED', message: 'It failed.', recovery: 'Wait.', detail: 'x' }
    expect(problemWords(sayIn('en'), readProblem(told)).message).toBe(
      'Another version of Kimi Proxy reports RENEWAL_FAILED.',
    )
    const newer = { code: 'PORT_TAKEN', variant: 'haunted', values: { port: 1 } }
    expect(problemWords(sayIn('zh-CN'), readProblem(newer)).message).toBe(
      '另一个版本的 Kimi Proxy 报告 PORT_TAKEN。',
    )
  })
})
