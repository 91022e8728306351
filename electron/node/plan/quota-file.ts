/** The last known quota on the disk: a small file of our home, for this user alone. */
import { type KeptQuota, readKeptQuota } from '../../core/plan/kept-quota'
import { readJsonFile, writeRunFile } from '../files/json-file'
import type { Paths } from '../files/paths'

/** Null where nothing was kept, or nothing that makes sense. */
export function loadKeptQuota({ quotaFile }: Pick<Paths, 'quotaFile'>): KeptQuota | null {
  return readKeptQuota(readJsonFile(quotaFile))
}

/** Rejects with the system's error. */
export function keepQuota({ quotaFile }: Pick<Paths, 'quotaFile'>, kept: KeptQuota): Promise<void> {
  return writeRunFile(quotaFile, kept)
}
