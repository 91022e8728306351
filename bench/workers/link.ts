/**
 * A long way to the upstream: every chunk arrives late, in order, in both directions. Loss, and a window that opens slowly,
 * are not emulated. A connection is usable one round trip after it was accepted, as if its SYN had travelled.
 */
import { connect, createServer, type Socket } from 'node:net'
import { serveTasks } from '../worker'

export interface LinkTasks {
  readonly port: (input: null) => Promise<number>
}

const [targetPort = 0, oneWayMs = 0] = process.argv.slice(2).map(Number)

function carry(from: Socket, to: Socket, usableAt: number): void {
  // Each act has a timer, and a timer that fires carries out the oldest act, because timers of different lengths may fire out
  // of order.
  const acts: (() => void)[] = []
  const late = (act: () => void) => {
    acts.push(act)
    const waitMs = oneWayMs + Math.max(0, usableAt - performance.now())
    setTimeout(() => acts.shift()?.(), waitMs)
  }
  from.on('data', (bytes: Buffer) => late(() => to.write(bytes)))
  from.once('end', () => late(() => to.end()))
  from.once('close', () => late(() => to.destroy()))
  from.on('error', () => undefined)
}

const server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => {
  const far = connect({ port: targetPort, host: '127.0.0.1', noDelay: true, allowHalfOpen: true })
  carry(near, far, performance.now() + 2 * oneWayMs)
  carry(far, near, 0)
})
const listening = new Promise<number>((resolve) => {
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    resolve(typeof address === 'object' && address !== null ? address.port : 0)
  })
})

const tasks: LinkTasks = { port: () => listening }
serveTasks({ ...tasks })
