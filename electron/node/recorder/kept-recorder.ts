/**
 * The flight recorder of an engine, which keeps the sums of the days on the disk: with a tick at most, where there is something new,
 * and at the stop. A disk that takes nothing costs those sums and nothing else.
 */
import type { DayTotals } from '../../contract/recorder'
import { FlightRecorder } from '../../core/recorder/recorder'
import type { Paths } from '../files/paths'
import { keepDays, loadDays } from './days-file'

export class KeptRecorder extends FlightRecorder {
  readonly #paths: Pick<Paths, 'daysFile'>
  #kept: readonly DayTotals[]

  constructor(paths: Pick<Paths, 'daysFile'>) {
    const days = loadDays(paths)
    super(days)
    this.#paths = paths
    this.#kept = days
  }

  /** Never rejects. */
  async keep(): Promise<void> {
    const { days } = this
    if (days === this.#kept) return
    this.#kept = days
    await keepDays(this.#paths, days).catch(() => undefined)
  }
}
