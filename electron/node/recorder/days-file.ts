/** The sums of the last 60 days on the disk: a small file of our home, for this user alone. */
import type { DayTotals } from '../../contract/recorder'
import { readDays } from '../../core/recorder/totals'
import { readJsonFile, writeRunFile } from '../files/json-file'
import type { Paths } from '../files/paths'

/** Empty where nothing was kept, or nothing that makes sense. */
export function loadDays({ daysFile }: Pick<Paths, 'daysFile'>): readonly DayTotals[] {
  return readDays(readJsonFile(daysFile))
}

/** Rejects with the system's error. */
export function keepDays({ daysFile }: Pick<Paths, 'daysFile'>, days: readonly DayTotals[]): Promise<void> {
  return writeRunFile(daysFile, { days })
}
