/** A SOCKS proxy (4a, and 5 of RFC 1928) that joins every connection to one port of 127.0.0.1, or refuses it. */
import { connect } from 'node:net'
import { type RawUpstream, rawUpstream } from './raw-upstream'
import type { Wire } from './wire'

export interface SocksServer extends RawUpstream {
  /** What it was told as `name:password`. */
  readonly told: readonly string[]
  /** `4 host:port` or `5 host:port` of every connection asked for, with the host as the client named it. */
  readonly asked: readonly string[]
}

export interface SocksOptions {
  readonly leadsTo: number
  /** The answer of SOCKS 5 to every connection (RFC 1928, section 6); default 0, granted. */
  readonly reply?: number
  /** Version 5 asks for a name and a password (RFC 1929) and takes any. */
  readonly asksPassword?: boolean
}

/** Gone when the test ends. */
export async function socksServer({
  leadsTo,
  reply = 0,
  asksPassword = false,
}: SocksOptions): Promise<SocksServer> {
  const asked: string[] = []
  const told: string[] = []
  const server = await rawUpstream(async (wire) => {
    const version = (await bytes(wire, 1))[0]
    asked.push(
      version === 5 ? `5 ${await askedBy5(wire, asksPassword ? told : null)}` : `4 ${await askedBy4a(wire)}`,
    )
    const answer = version === 5 ? [5, reply, 0, 1, 0, 0, 0, 0, 0, 0] : [0, 90, 0, 0, 0, 0, 0, 0]
    if (reply !== 0) return void wire.socket.end(Buffer.from(answer))
    const further = connect(leadsTo, '127.0.0.1', () => {
      wire.socket.write(Buffer.from(answer))
      wire.socket.pipe(further).pipe(wire.socket)
    })
    further.on('error', () => wire.socket.destroy())
    wire.socket.on('close', () => further.destroy())
    await wire.closed
  })
  return { ...server, asked, told }
}

/** A greeting, answered with how to prove oneself; then the request with a domain name in it. */
async function askedBy5(wire: Wire, told: string[] | null): Promise<string> {
  const greeting = await bytes(wire, 2)
  let start = 2 + (greeting[1] ?? 0)
  await bytes(wire, start)
  await wire.write(Buffer.from([5, told === null ? 0 : 2]))
  if (told !== null) start = await toldPassword(wire, start, told)
  const head = await bytes(wire, start + 5)
  if (head[start + 3] !== 3) throw new Error('not asked for by name')
  const nameEnd = start + 5 + (head[start + 4] ?? 0)
  const request = await bytes(wire, nameEnd + 2)
  return `${request.toString('latin1', start + 5, nameEnd)}:${request.readUInt16BE(nameEnd)}`
}

/** Where the message of name and password, each behind its length, ends. */
async function toldPassword(wire: Wire, start: number, told: string[]): Promise<number> {
  const nameEnd = start + 2 + ((await bytes(wire, start + 2))[start + 1] ?? 0)
  const end = nameEnd + 1 + ((await bytes(wire, nameEnd + 1))[nameEnd] ?? 0)
  const message = await bytes(wire, end)
  told.push(
    `${message.toString('latin1', start + 2, nameEnd)}:${message.toString('latin1', nameEnd + 1, end)}`,
  )
  await wire.write(Buffer.from([1, 0]))
  return end
}

/** Version, command, port, 0.0.0.1, an empty user and the name, both ended by 0. */
async function askedBy4a(wire: Wire): Promise<string> {
  const text = await wire.until((received) => received.length > 9 && received.endsWith('\0'))
  const request = Buffer.from(text, 'latin1')
  if (request.readUInt32BE(4) !== 1) throw new Error('not asked for by name')
  return `${text.slice(9, -1)}:${request.readUInt16BE(2)}`
}

async function bytes(wire: Wire, count: number): Promise<Buffer> {
  return Buffer.from(await wire.until((text) => text.length >= count), 'latin1')
}
