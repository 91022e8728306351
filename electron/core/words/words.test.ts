import { describe, expect, test } from 'vitest'
import { ERROR_CODES } from '../../contract/problem'
import { FINDINGS } from './finding-phrases'
import type { Phrase } from './phrase'
import { problemWords } from './problem-words'
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
      (await import('./problem-phrases')).PROBLEM_PHRASES,
      (await import('./tray-phrases')).TRAY_PHRASES,
      (await import('./sign-in-phrases')).SIGN_IN_PHRASES,
      (await import('./window-phrases')).WINDOW_PHRASES,
      (await import('./doctor-phrases')).DOCTOR_PHRASES,
      (await import('./finding-phrases')).TOPIC_PHRASES,
      (await import('./command-phrases')).COMMAND_PHRASES,
      (await import('./intent-phrases')).INTENT_PHRASES,
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
    expect(say('tray.stopRunning', { count: 3 })).toBe('Stop (3 running)…')
    expect(say('window.lockedBy', { name: '{name}' })).toBe('Set by {name}')
  })
})

describe('the words of a problem', () => {
  test('every error code has a sentence and a way out in both languages', () => {
    for (const language of ['en', 'zh-CN'] as const) {
      for (const code of ERROR_CODES) {
        const words = problemWords(sayIn(language), { code, message: '', recovery: '' })
        expect(words.message, code).toMatch(/[.。]$/)
        expect(words.recovery, code).toMatch(/[.。]$/)
        expect(words.message, code).not.toMatch(/[{}()（）]/)
      }
    }
  })

  test('what is known of it stands in brackets', () => {
    const problem = { code: 'PORT_TAKEN', message: '', recovery: '', detail: 'python3, PID 812' } as const
    expect(problemWords(sayIn('en'), problem).message).toBe(
      'The port is used by another program (python3, PID 812).',
    )
    expect(problemWords(sayIn('zh-CN'), problem).message).toBe('端口已被其他程序占用（python3, PID 812）。')
  })
})
