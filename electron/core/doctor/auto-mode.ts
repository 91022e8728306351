/** The doctor's findings about the checks of Claude Code's auto mode that came through this proxy. Pure. */
import type { AutoMode } from '../../contract/auto-mode'
import type { Finding } from '../../contract/doctor'
import type { EngineState } from '../../contract/engine'
import { isLate } from '../plan/auto-mode'
import { found } from './situation'

/** The fast one of Kimi's models; not on every plan. */
const FAST_MODEL = 'kimi-for-coding-highspeed'
/** What was longer ago may have been mended since. */
const RECENT_MS = 24 * 3_600_000

/** `nowMs`: wall clock. Only checks of the model in use now count. */
export function judgeAutoMode(state: EngineState, nowMs: number): Finding[] {
  // The state of an older engine has none.
  const told: AutoMode | undefined = state.autoMode
  const recent = (told?.checks ?? []).filter(({ atMs }) => nowMs - atMs < RECENT_MS)
  const last = recent.at(-1)
  const askedAtMs = told?.askedServerAtMs ?? null
  if (askedAtMs !== null && nowMs - askedAtMs < RECENT_MS && askedAtMs > (last?.atMs ?? 0)) {
    return [found('AUTO_MODE_SERVER', { fastModel: FAST_MODEL })]
  }
  if (last === undefined) return []
  const { model } = last
  const checks = recent.filter((check) => check.model === model)
  const values = { count: checks.length, model: model === '' ? '?' : model, fastModel: FAST_MODEL }
  const late = checks.filter(isLate).length
  const failed = checks.filter(({ outcome }) => outcome === 'failed').length
  if (late > 0) return [found('AUTO_MODE_LATE', { ...values, late })]
  if (failed > 0) return [found('AUTO_MODE_FAILED', { ...values, failed })]
  const slowestMs = Math.max(...checks.map(({ tookMs }) => tookMs))
  return [found('AUTO_MODE_GOOD', { seconds: Math.ceil(slowestMs / 1000) })]
}
