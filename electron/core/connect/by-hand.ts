/** What a person has written by hand as connecting would. Pure. */
import { baseUrlOf, type ClaudeOffer, claudeSettings, modelPicker } from '../settings/launch-env'
import { type ChangedKey, type ConnectedText, isSameJson, settingIn, variablesIn } from './connect-text'
import { MODEL_PICKER, OUR_STATUS_LINE, ourModelPicker, STATUS_LINE } from './own-settings'

/** Settings that lead here although no record says so: our variables with our values. */
export function writtenByHand(
  text: string,
  port: number,
  offer: ClaudeOffer | undefined,
): Pick<ConnectedText, 'keys' | 'undo' | 'madeEnv'> {
  const present = variablesIn(text)
  const ours = Object.entries({ ...modelPicker().variables, ...claudeSettings(port, present, offer) })
  const isHere = present['ANTHROPIC_BASE_URL'] === baseUrlOf(port)
  const keys: ChangedKey[] = ours
    .filter(([name, value]) => isHere && name !== 'NO_PROXY' && present[name] === value)
    .map(([name, wrote]) => ({ name, wrote, former: null }))
  const beside = { [STATUS_LINE]: OUR_STATUS_LINE, [MODEL_PICKER]: ourModelPicker(offer?.models) }
  for (const [name, wrote] of keys.length === 0 ? [] : Object.entries(beside)) {
    const json = settingIn(text, name)
    if (json !== null && isSameJson(json, wrote)) keys.push({ name, place: 'settings', wrote, former: null })
  }
  return { keys, undo: [], madeEnv: false }
}
