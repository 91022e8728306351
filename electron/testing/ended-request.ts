import type { EndedFlight } from '../core/recorder/recorder'

/** A message that was streamed whole, and waited for nothing. */
export const ENDED_REQUEST: EndedFlight = {
  method: 'POST',
  path: '/v1/messages',
  session: 'aaaa-1111',
  client: 'claude-cli/2.1.332',
  requestId: 'req_1',
  startedAtMs: 0,
  model: 'k3',
  status: 200,
  end: 'complete',
  code: null,
  refusal: null,
  stream: true,
  renewals: 0,
  replays: 0,
  waits: {
    queuedMs: 0,
    waitedMs: 0,
    renewalMs: 0,
    connectMs: 0,
    uploadMs: 0,
    firstByteMs: 5,
    retriedMs: 0,
  },
  silence: null,
  durationMs: 10,
  bytesUp: 1,
  bytesDown: 2,
  usage: { input: 100, output: 10, cacheRead: 900, cacheCreation: 0 },
}
