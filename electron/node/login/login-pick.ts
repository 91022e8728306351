/** Which login the person wants used: a small file of its own, since app and command line both write it. */
import type { LoginPick } from '../../contract/engine'
import { isRecord } from '../../core/basics/json'
import { isLoginPick } from '../../core/login/login-choice'
import { readJsonFile, writeRunFile } from '../files/json-file'
import type { Paths } from '../files/paths'

/** `auto` where nothing was chosen, or nothing that makes sense. */
export function readLoginPick({ loginPickFile }: Paths): LoginPick {
  const json = readJsonFile(loginPickFile)
  return isRecord(json) && isLoginPick(json['use']) ? json['use'] : 'auto'
}

/** Rejects with the system's error. */
export function writeLoginPick({ loginPickFile }: Paths, pick: LoginPick): Promise<void> {
  return writeRunFile(loginPickFile, { use: pick })
}
