/** The script this product replaces, as far as others can see it: a process answering `/health` in its shape. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { untilOutput } from '../../electron/testing/harness'

const SOURCE = `
  const body = JSON.stringify({ status: 'healthy', token_valid: true, token_expires_in: 600,
    last_refresh: 0, uptime: 5, pid: process.pid })
  const server = require('node:http').createServer((request, response) => {
    response.writeHead(request.url === '/health' ? 200 : 404, { 'content-type': 'application/json' })
    response.end(body)
  })
  server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port))
`

export interface OriginStandIn {
  readonly pid: number
  readonly port: number
  isRunning(): boolean
  stop(): Promise<void>
}

export async function startOrigin(): Promise<OriginStandIn> {
  const child = spawn(process.execPath, ['-e', SOURCE], { stdio: ['ignore', 'pipe', 'pipe'] })
  const said = await untilOutput(child, /port \d+\n/)
  return {
    pid: child.pid ?? 0,
    port: Number(/port (\d+)/.exec(said)?.[1]),
    isRunning: () => child.exitCode === null && child.signalCode === null,
    async stop() {
      const ended = once(child, 'exit')
      if (child.kill('SIGKILL')) await ended
    },
  }
}
