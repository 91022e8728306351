import type { ServerResponse } from 'node:http'

/** Calls `onGone` once when the client leaves before it has its whole answer, wherever the exchange stands. */
export function watchClient(response: ServerResponse, onGone: () => void): void {
  const { req: client } = response
  const onClose = () => {
    if (!response.writableFinished) onGone()
  }
  // An upload that breaks off ends here; the response's own 'close' follows.
  client.on('error', () => undefined)
  response.on('error', () => undefined)
  response.once('close', onClose)
  if (response.socket !== null) return
  // While an earlier request of the same connection is being answered, the response does not hear of its end.
  client.socket.once('close', onClose)
  response.once('close', () => client.socket.off('close', onClose))
}
