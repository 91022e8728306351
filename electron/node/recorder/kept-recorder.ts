/**
 * The flight recorder of an engine, which keeps the sums of the days on the disk: with a tick at most, where there is something new,
 * and at the stop. A disk that takes nothing costs those sums and nothing else.
 */
import type { RequestList } from '../../contract/recorder'
import { FlightRecorder } from '../../core/recorder/recorder'
import type { Paths } from '../files/paths'
import { keepDays, loadDays } from './days-file'
import { UnderWay } from './under-way'

export class KeptRecorder extends FlightRecorder {
  readonly underWay = new UnderWay()
  readonly #paths: Pick<Paths, 'daysFile'>
  /** How many requests the file knows of. */
  #keptCount = 0

  constructor(paths: Pick<Paths, 'daysFile'>) {
    super(loadDays(paths))
    this.#paths = paths
  }

  /** For the window. */
  list(after: number): RequestList {
    const { records, sessions } = this.since(after)
    return { records, sessions, running: this.underWay.list() }
  }

  /** For the next engine of this process: another process may have kept sums since the last one stopped. */
  readAgain(): void {
    this.takeDays(loadDays(this.#paths))
  }

  /** Never rejects. */
  async keep(): Promise<void> {
    if (this.count === this.#keptCount) return
    this.#keptCount = this.count
    await keepDays(this.#paths, this.days).catch(() => undefined)
  }
}
