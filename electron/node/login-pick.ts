/** Which login the person wants used: a small file of its own, since app and command line both write it. */
import type { LoginPick } from '../contract/state'
import { isLoginPick } from '../core/login-choice'
import { isRecord } from '../core/token'
import type { Paths } from './paths'
import { readJsonFile, writeRunFile } from './run-file'

/** `auto` where nothing was chosen, or nothing that makes sense. */
export function readLoginPick({ loginPickFile }: Paths): LoginPick {
  const json = readJsonFile(loginPickFile)
  return isRecord(json) && isLoginPick(json['use']) ? json['use'] : 'auto'
}

/** Rejects with the system's error. */
export function writeLoginPick({ loginPickFile }: Paths, pick: LoginPick): Promise<void> {
  return writeRunFile(loginPickFile, { use: pick })
}
