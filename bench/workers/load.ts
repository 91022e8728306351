/** The load, a process of its own that does nothing else while it measures. */
import { serveTasks } from '../worker'
import { Connection, type Endpoint } from './connection'
import { messageBody, messageHead, messageRequest, modelsRequest } from './requests'
import { StreamSet } from './streams'

export type GoneCase = 'beforeAnswer' | 'midStream' | 'midUpload'

export interface LoadTasks {
  /**
   * Sends requests one after the other on one connection; returns the milliseconds of each. Throws at the first that is not
   * answered 200.
   */
  readonly sequence: (input: {
    readonly to: Endpoint
    readonly method: 'GET' | 'POST'
    readonly count: number
  }) => Promise<number[]>
  /** Sends as many requests as possible on that many connections. */
  readonly saturate: (input: {
    readonly to: Endpoint
    readonly connections: number
    readonly limit: Limit
  }) => Promise<Saturation>
  readonly upload: (input: { readonly to: Endpoint; readonly bytes: number }) => Promise<number>
  readonly openStreams: (input: {
    readonly to: Endpoint
    readonly count: number
    readonly everyMs: number
  }) => Promise<void>
  /** How late each event of the next `durationMs` is, in milliseconds. */
  readonly watchStreams: (input: { readonly durationMs: number }) => Promise<number[]>
  readonly closeStreams: (input: null) => void
  /** Begins a request that the upstream knows by its `id`. */
  readonly begin: (input: {
    readonly to: Endpoint
    readonly moment: GoneCase
    readonly id: string
  }) => Promise<void>
  /** Closes the connection of that request, and returns when, on the monotonic clock. */
  readonly leave: (input: { readonly id: string }) => bigint
  /**
   * Connects as soon as that is possible, then asks once. Returns when the whole answer 200 had come, on the monotonic clock.
   */
  readonly first: (input: { readonly to: Endpoint; readonly limitMs: number }) => Promise<bigint>
}

export type Limit =
  | { readonly kind: 'time'; readonly durationMs: number }
  | { readonly kind: 'count'; readonly requests: number }

export interface Saturation {
  readonly served: number
  readonly failed: number
  readonly durationMs: number
}

const UPLOAD_OF_THE_GONE = 10_000_000
const streams = new StreamSet()
const begun = new Map<string, Connection>()

async function ask(connection: Connection, request: Buffer): Promise<number> {
  const { status, durationMs } = await connection.send(request)
  if (status !== 200) throw new Error(`answered ${status}`)
  return durationMs
}

async function saturate({
  to,
  connections,
  limit,
}: Parameters<LoadTasks['saturate']>[0]): Promise<Saturation> {
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(to)))
  const request = messageRequest(to, { kind: 'small' })
  const startedAt = performance.now()
  let [begunCount, served, failed] = [0, 0, 0]
  const mayGoOn = () => {
    begunCount += 1
    if (limit.kind === 'count') return begunCount <= limit.requests
    return performance.now() - startedAt < limit.durationMs
  }
  const keepAsking = async (connection: Connection) => {
    while (connection.isOpen && mayGoOn()) {
      const { status } = await connection.send(request).catch(() => ({ status: 0 }))
      if (status === 200) served += 1
      else failed += 1
    }
  }
  await Promise.all(open.map(keepAsking))
  const durationMs = performance.now() - startedAt
  for (const connection of open) connection.close()
  return { served, failed, durationMs }
}

async function begin({ to, moment, id }: Parameters<LoadTasks['begin']>[0]): Promise<void> {
  const connection = await Connection.open(to)
  begun.set(id, connection)
  switch (moment) {
    case 'beforeAnswer':
      return connection.push(messageRequest(to, { kind: 'silence', id }))
    case 'midStream':
      await connection.send(
        messageRequest(to, { kind: 'stream', everyMs: 50, id }, messageBody(0, true)),
        'head',
      )
      return
    case 'midUpload': {
      const body = messageBody(UPLOAD_OF_THE_GONE)
      connection.push(messageHead(to, { kind: 'small', id }, body.length))
      connection.push(body.subarray(0, body.length / 2))
    }
  }
}

function leave({ id }: { readonly id: string }): bigint {
  const leftAtNs = process.hrtime.bigint()
  begun.get(id)?.close()
  begun.delete(id)
  return leftAtNs
}

async function first({ to, limitMs }: Parameters<LoadTasks['first']>[0]): Promise<bigint> {
  const endAt = performance.now() + limitMs
  for (;;) {
    const connection = await Connection.open(to).catch(() => null)
    if (connection !== null) {
      await ask(connection, messageRequest(to, { kind: 'small' }))
      const answeredAtNs = process.hrtime.bigint()
      connection.close()
      return answeredAtNs
    }
    if (performance.now() > endAt) throw new Error(`nobody listens after ${limitMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

const tasks: LoadTasks = {
  sequence: async ({ to, method, count }) => {
    const connection = await Connection.open(to)
    const request = method === 'GET' ? modelsRequest(to) : messageRequest(to, { kind: 'small' })
    const durationsMs: number[] = []
    for (let at = 0; at < count; at += 1) durationsMs.push(await ask(connection, request))
    connection.close()
    return durationsMs
  },
  saturate,
  upload: async ({ to, bytes }) => {
    const connection = await Connection.open(to)
    const durationMs = await ask(connection, messageRequest(to, { kind: 'small' }, messageBody(bytes)))
    connection.close()
    return durationMs
  },
  openStreams: ({ to, count, everyMs }) => streams.open(to, count, everyMs),
  watchStreams: ({ durationMs }) => streams.watch(durationMs),
  closeStreams: () => streams.close(),
  begin,
  leave,
  first,
}
serveTasks({ ...tasks })
