/** Our own login: written after a sign-in, taken away when somebody signs out. Touches no other tool's file. */

import type { NewLogin } from '../../core/login/device-sign-in'
import type { HostPair } from '../../core/settings/region'
import { ensureHome, unwritableHome } from '../files/home-folder'
import type { Paths } from '../files/paths'
import type { CredentialFile } from './credential-file'
import { ownLogin, ownLogins } from './login-files'

/** The place of a new login for these hosts. */
export function newOwnLogin(hosts: HostPair, paths: Paths): NewLogin {
  const file = ownLogin(hosts, paths)
  return {
    async prepare() {
      ensureHome(paths)
      try {
        await (await file.reserve()).discard()
      } catch (error) {
        // A failed save is not tried again here, as it would be for a login that is already granted.
        throw unwritableHome(paths.home, error)
      }
    },
    save: (login) =>
      locked(file, async () => {
        const room = await file.reserve()
        try {
          await room.commit(login)
        } finally {
          await room.discard()
        }
      }),
  }
}

export async function hasOwnLogin(hosts: HostPair, paths: Paths): Promise<boolean> {
  const found = await Promise.all(ownLogins(hosts, paths).map((file) => file.read()))
  return found.some(({ kind }) => kind !== 'missing')
}

/** Doing it twice is fine. Rejects with SIGN_OUT_FAILED, LOCK_BUSY or LOCK_FAILED. */
export async function removeOwnLogin(hosts: HostPair, paths: Paths): Promise<void> {
  for (const file of ownLogins(hosts, paths)) {
    // Where there is none, not even a lock is left behind.
    if ((await file.read()).kind !== 'missing') await locked(file, () => file.remove())
  }
}

async function locked(file: CredentialFile, action: () => Promise<void>): Promise<void> {
  const lock = await file.lock()
  try {
    await action()
  } finally {
    await lock.release()
  }
}
