import { get, type IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { rawUpstream } from '../../testing/network/raw-upstream'
import { until } from '../../testing/until'
import { answerAsEvent } from './held-stream'

test('an answer that died before it was read is told all the same', async () => {
  const kimi = await rawUpstream(async (wire) => {
    await wire.message()
    await wire.write('HTTP/1.1 401 Unauthorized\r\nContent-Length: 100\r\n\r\n{')
    wire.socket.destroy()
  })
  const answer = await new Promise<IncomingMessage>((resolve) => get(kimi.url, resolve))
  answer.on('error', () => undefined)
  await until('it died', () => answer.destroyed)
  expect(await answerAsEvent(answer, { requestId: 'req_1', path: '/v1/messages' })).toContain(
    'Kimi: HTTP 401',
  )
})
