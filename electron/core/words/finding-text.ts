/** How the text of a finding is written down: how serious it is, what is said, and what mends it, in both languages. */
import type { FindingTone } from '../../contract/doctor'
import type { Phrase } from './phrase'

export interface FindingText<En extends string = string, FixEn extends string = string> {
  readonly tone: FindingTone
  readonly says: Phrase & { readonly en: En }
  /** Null where there is nothing to mend. */
  readonly fix: (Phrase & { readonly en: FixEn }) | null
}

function calm(tone: FindingTone) {
  return <En extends string>(en: En, zh: string): FindingText<En, never> => ({
    tone,
    says: { en, 'zh-CN': zh },
    fix: null,
  })
}

function trouble(tone: FindingTone) {
  return <En extends string, FixEn extends string>(
    en: En,
    zh: string,
    fix: FixEn,
    fixZh: string,
  ): FindingText<En, FixEn> => ({ tone, says: { en, 'zh-CN': zh }, fix: { en: fix, 'zh-CN': fixZh } })
}

/** All is well. */
export const good = calm('good')
/** To be known; nothing has to be mended. */
export const info = calm('info')
/** To be known, with something that can be done. */
export const hint = trouble('info')
/** It may stop working. */
export const warn = trouble('warn')
/** Something does not work. */
export const bad = trouble('bad')

/** The system's clock is what has to be mended. */
export const SET_CLOCK = ['Let the system set the time automatically.', '请让系统自动设置时间。'] as const
