/** A proxy as people write it after reading http-proxy's README: the package with its defaults and nothing else. */
import { createServer } from 'node:http'
import { createProxyServer } from 'http-proxy'

const [port = '0', target = ''] = process.argv.slice(2)
const proxy = createProxyServer({ target, changeOrigin: true })
proxy.on('error', (_error, _request, response) => void response.end())
createServer((request, response) => proxy.web(request, response)).listen(Number(port), '127.0.0.1')
process.once('SIGTERM', () => process.exit(0))
