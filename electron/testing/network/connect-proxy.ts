/** A company's web proxy: tunnels by CONNECT (RFC 9110, section 9.3.6) to any host, or refuses. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'

export interface ConnectProxyOptions {
  /** `user:password`; a CONNECT without them is answered 407. */
  readonly credentials?: string
  /** The port of 127.0.0.1 where every tunnel ends, whatever host was asked for. */
  readonly leadsTo?: number
}

export class ConnectProxy {
  /** The authority of every tunnel that was asked for, in order, refused ones included. */
  readonly asked: string[] = []
  /** How many tunnels were opened. */
  opened = 0
  /** While not null, every CONNECT is answered with this status and a web page. */
  refusesWith: number | null = null
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #authorization: string | null
  readonly #leadsTo: number | undefined

  private constructor({ credentials, leadsTo }: ConnectProxyOptions) {
    this.#leadsTo = leadsTo
    this.#authorization =
      credentials === undefined ? null : `Basic ${Buffer.from(credentials).toString('base64')}`
    this.#server = createServer((_request, response) => response.writeHead(400).end())
    this.#server.on('connect', (request, socket: Socket) => {
      this.#keep(socket)
      this.asked.push(request.url ?? '')
      const status = this.#refusal(request.headers['proxy-authorization'])
      if (status === null) this.#tunnel(request.url ?? '', socket)
      else refuse(socket, status)
    })
  }

  static async start(options: ConnectProxyOptions = {}): Promise<ConnectProxy> {
    const proxy = new ConnectProxy(options)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get port(): number {
    const address = this.#server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.cutTunnels()
    await closed
  }

  cutTunnels(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  #refusal(authorization: string | undefined): number | null {
    if (this.refusesWith !== null) return this.refusesWith
    return this.#authorization !== null && authorization !== this.#authorization ? 407 : null
  }

  #tunnel(authority: string, socket: Socket): void {
    const { hostname, port } = new URL(`http://${authority}`)
    const end =
      this.#leadsTo === undefined
        ? { host: hostname, port: Number(port) }
        : { host: '127.0.0.1', port: this.#leadsTo }
    const upstream = connect(end, () => {
      this.opened += 1
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      socket.pipe(upstream).pipe(socket)
    })
    this.#keep(upstream)
    upstream.once('close', () => socket.destroy())
    socket.once('close', () => upstream.destroy())
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.once('close', () => this.#sockets.delete(socket))
  }
}

function refuse(socket: Socket, status: number): void {
  const page = '<html>The proxy does not like this.</html>'
  const fields = `content-type: text/html\r\ncontent-length: ${page.length}\r\nproxy-authenticate: Basic`
  socket.end(`HTTP/1.1 ${status} Refused\r\n${fields}\r\n\r\n${page}`)
}
