/** Looks into an answer without taking anything of it away. */
import type { IncomingMessage } from 'node:http'
import { bodyText } from '../network/body-text'

const LIMIT_MS = 10_000

/**
 * What the body of a short answer says, once all of it is here; null for one that is longer than Node keeps unread (16 KB and
 * more, which no refusal of Kimi's is), late, or broke off. The answer can be relayed as if nobody had looked. Never rejects.
 */
export function peek(answer: IncomingMessage): Promise<string | null> {
  return new Promise((resolve) => {
    const settle = (text: string | null) => {
      clearTimeout(timer)
      answer.off('readable', look).off('close', look)
      resolve(text)
    }
    // Reading what has come before all of it is here would call for more, and so would putting it back, again and again.
    const look = () => {
      if (answer.complete) settle(textOf(answer))
      else if (answer.destroyed || answer.readableLength >= answer.readableHighWaterMark) settle(null)
    }
    const timer = setTimeout(() => settle(null), LIMIT_MS)
    if (answer.complete) return look()
    answer.on('readable', look).once('close', look)
  })
}

/** Put back at once, what was read to the end has not ended yet; nothing at all is not even read. */
function textOf(answer: IncomingMessage): string | null {
  if (answer.readableLength === 0) return answer.readableEnded || answer.destroyed ? null : ''
  const bytes: unknown = answer.read()
  if (!(bytes instanceof Buffer)) return null
  answer.unshift(bytes)
  return bodyText(bytes)
}
