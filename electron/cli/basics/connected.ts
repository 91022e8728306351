/** Whether Claude Code's settings lead to where no engine runs: said by whoever starts and stops one. */
import { baseUrlOf } from '../../core/settings/launch-env'
import { lookAtConnections } from '../../node/connect/connection'
import type { CliContext } from './context'

/** `port`: where an engine runs now; null where none does. */
export async function connectionLines(
  { paths, say }: CliContext,
  port: number | null,
): Promise<readonly string[]> {
  const connections = await lookAtConnections(paths)
  const connected = connections.flatMap((one) => (one.kind === 'connected' ? [one] : []))
  if (port === null) return connected.length === 0 ? [] : [say('connect.stopped')]
  return connected
    .filter(({ baseUrl }) => baseUrl !== baseUrlOf(port))
    .map(({ baseUrl, path }) => say('connect.otherPort', { baseUrl, path }))
}
