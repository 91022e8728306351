/** The steps that several commands share. */
import type { AppParts } from './app-parts'

/** In the window, and in the browser too unless the person signs in on a phone. Throws SETTING_INVALID or LOGIN_NAMED. */
export function beginSignIn({ ownLogin, dispatch, services }: AppParts, byPhone: boolean): void {
  ownLogin.begin(byPhone)
  dispatch({ kind: 'signInBegun', byPhone })
  dispatch({ kind: 'face', face: 'status' })
  services.openWindow()
}

/** Looks for the other engine again, so that the question names what it serves now. False where it has ended. */
export async function mayEndOther({ engine, state, may }: AppParts): Promise<boolean> {
  if (state().serving.kind !== 'elsewhere') return false
  await engine.lookForOther()
  return state().serving.kind === 'elsewhere' && (await may('stopOther'))
}
