/** One connection to Kimi: until TLS is up, and how its end is read. */
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { noteBeforeTls } from '../network/failure'

/** A connection in use that died without a word shows within 15 s (libuv: a probe each second, ten in vain). */
const KEEP_ALIVE_AFTER_MS = 5_000

type Written = (error?: Error | null) => void

/**
 * Kimi may refuse a large upload on sight of its head, and hang up. The next write then fails while the refusal has arrived
 * and is unread, and with the failed write Node would close the connection. So it is told only once all has been read.
 */
export function readingToTheEnd<T extends Duplex | null | undefined>(stream: T): T {
  if (!(stream instanceof Socket)) return stream
  const write = stream._write.bind(stream)
  stream._write = (chunk, encoding, done) => write(chunk, encoding, afterReading(stream, done))
  const writeMany = stream._writev?.bind(stream)
  if (writeMany !== undefined)
    stream._writev = (chunks, done) => writeMany(chunks, afterReading(stream, done))
  return stream
}

function afterReading(socket: Socket, done: Written): Written {
  return (error) => {
    if (!error || socket.destroyed || socket.readableEnded) return done(error)
    const tell = () => {
      socket.off('end', tell).off('close', tell)
      done(error)
    }
    socket.once('end', tell).once('close', tell)
  }
}

/** Resolves once TLS is up. Rejects with what came in between, or ETIMEDOUT; then the connection is gone. */
export function secured(stream: Duplex, limitMs: number): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error) => {
      clearTimeout(timer)
      noteBeforeTls(error)
      reject(error)
    }
    const timer = setTimeout(() => stream.destroy(connectTimeout()), limitMs)
    stream.once('error', onError)
    stream.once('secureConnect', () => {
      clearTimeout(timer)
      stream.off('error', onError)
      if (stream instanceof Socket) stream.setKeepAlive(true, KEEP_ALIVE_AFTER_MS)
      resolve(stream)
    })
    stream.once('close', () => onError(connectTimeout()))
  })
}

/** As the system says it when nobody answers. */
export function connectTimeout(): Error {
  return Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT', syscall: 'connect' })
}

/** `opening`, or the failure after that time. What opens later is closed. */
export function openedWithin<T extends Socket>(
  opening: Promise<T>,
  limitMs: number,
  late: () => Error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      reject(late())
    }, limitMs)
    opening.then(
      (socket) => {
        clearTimeout(timer)
        if (isLate) socket.destroy()
        else resolve(socket)
      },
      (error: Error) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}

/** What had come on a connection when it was taken out of the pool. */
export class IdleMarks {
  readonly #bytesAt = new WeakMap<Socket, number>()

  taken(socket: Duplex): void {
    if (socket instanceof Socket) this.#bytesAt.set(socket, socket.bytesRead)
  }

  isUntouched(socket: Socket): boolean {
    return this.#bytesAt.get(socket) === socket.bytesRead
  }
}
