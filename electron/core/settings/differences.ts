/** What an engine that runs would do otherwise, were it started now. Pure. */
import type { SettingOrigin } from '../../contract/engine'

/**
 * The names of the settings that differ. Leaves out the port, of which other words tell, and a region that was found out from the logins,
 * which an engine follows while it runs.
 */
export function differingSettings(
  running: readonly SettingOrigin[],
  now: readonly SettingOrigin[],
  filePath: string,
): readonly string[] {
  const counts = ({ name, source }: SettingOrigin) =>
    name !== 'port' && (name !== 'region' || source === filePath)
  const names = new Set([...now, ...running].filter(counts).map(({ name }) => name))
  const valueIn = (origins: readonly SettingOrigin[], name: string) =>
    origins.find((origin) => origin.name === name)?.value
  return [...names].filter((name) => valueIn(running, name) !== valueIn(now, name))
}
