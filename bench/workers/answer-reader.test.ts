import { describe, expect, it } from 'vitest'
import { AnswerReader } from './answer-reader'

/** The answers that come out, each as its status and body. */
function read(pieces: readonly string[]): string[] {
  const answers: string[] = []
  let now = ''
  const reader = new AnswerReader({
    onHead: (status) => {
      now = `${status}:`
    },
    onBody: (bytes) => {
      now += bytes.toString()
    },
    onEnd: () => answers.push(now),
  })
  for (const piece of pieces) reader.push(Buffer.from(piece))
  return answers
}

const LENGTH = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'
const CHUNKED =
  'HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\nx-trailer: 1\r\n\r\n'
const EMPTY = 'HTTP/1.1 204 No Content\r\n\r\n'

describe('answers on one connection', () => {
  it('are kept apart, whatever their form', () => {
    expect(read([LENGTH + CHUNKED + EMPTY + LENGTH])).toEqual(['200:hello', '201:hello', '204:', '200:hello'])
  })

  it('may come byte by byte', () => {
    expect(read([...(CHUNKED + LENGTH)])).toEqual(['201:hello', '200:hello'])
  })

  it('are refused where the bytes are no HTTP', () => {
    expect(() => read(['SSH-2.0-OpenSSH\r\n\r\n'])).toThrow('no HTTP answer')
  })
})
