/**
 * Web pages in a real browser: none may use the login of the person in front of it, unless the settings say so.
 * @module-tag browser
 */
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../electron/testing/until'
import { chromiumPath } from '../chromium/find'
import { type Machine, machine, type TestEngine } from '../harness/machine'

/** Plain JavaScript for the page: `everyWay` and `askLikeAnApp`. */
const SCRIPT = readFileSync(new URL('web-page.js', import.meta.url), 'utf8')

type End = (end: () => Promise<void>) => void

describe('a web page in Chromium', () => {
  let browser: Browser
  let site: Server
  let sitePort = 0

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: await chromiumPath(),
      chromiumSandbox: false,
      args: ['--disable-dev-shm-usage', '--disable-gpu'],
    })
    site = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>A page</title>')
    })
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
    const address = site.address()
    sitePort = typeof address === 'object' && address !== null ? address.port : 0
  })

  afterAll(async () => {
    await browser?.close()
    site?.closeAllConnections()
    await new Promise((resolve) => site?.close(resolve))
  })

  async function pageOn(origin: string, end: End): Promise<Page> {
    const page = await browser.newPage()
    end(() => page.close())
    await page.goto(`${origin}/`)
    await page.addScriptTag({ content: SCRIPT })
    return page
  }

  async function ready(end: End, settings: object = {}): Promise<Machine & { engine: TestEngine }> {
    const bench = await machine(end)
    bench.sandbox.saveLogin(bench.simulator.issueLogin())
    return { ...bench, engine: await bench.start({ settings }) }
  }

  it.for(['127.0.0.1', 'localhost'])(
    'of another origin on %s gets nothing by any way',
    async (host, { onTestFinished }) => {
      const { simulator, sandbox, engine } = await ready(onTestFinished)
      const page = await pageOn(`http://${host}:${sitePort}`, onTestFinished)
      for (const target of [`127.0.0.1:${engine.port}`, `localhost:${engine.port}`]) {
        const outcomes = await page.evaluate(`everyWay('${target}')`)
        expect(outcomes).toEqual({
          fetch: 'blocked',
          'fetch with a key': 'blocked',
          'fetch as a simple request': 'blocked',
          'fetch without cors': 'opaque',
          health: 'blocked',
          control: 'blocked',
          beacon: 'sent',
          image: 'error',
          script: 'error',
          events: 'error',
          socket: 'error',
          form: 'answered',
          frame: 'loaded',
        })
      }
      // Whatever was sent has been answered by now: it went out before these.
      expect((await engine.ask()).status).toBe(200)
      const { apiRequests } = simulator.log
      expect(apiRequests).toHaveLength(1)
      expect(apiRequests[0]?.headers['user-agent']).toBeUndefined()
      expect(simulator.log.refreshRequests).toEqual([])
      expect(engine.hasEnded).toBe(false)
      // The log is written in the background.
      await until(
        'all refusals are logged',
        () => (sandbox.log().match(/"event":"refused"/g) ?? []).length > 10,
      )
    },
  )

  it('of a listed origin can use the API and read the answers', async ({ onTestFinished }) => {
    const listed = `http://localhost:${sitePort}`
    const { simulator, engine } = await ready(onTestFinished, { allowedOrigins: [listed] })
    const base = `http://127.0.0.1:${engine.port}`
    const page = await pageOn(listed, onTestFinished)
    expect(await page.evaluate(`askLikeAnApp('${base}')`)).toContain('Hello from the simulated Kimi.')
    expect(simulator.log.apiRequests.map(({ method, tokenValid }) => ({ method, tokenValid }))).toEqual([
      { method: 'POST', tokenValid: true },
    ])
    const stranger = await pageOn(`http://127.0.0.1:${sitePort}`, onTestFinished)
    expect(await stranger.evaluate(`askLikeAnApp('${base}')`)).toBe('blocked')
    expect(simulator.log.apiRequestCount).toBe(1)
  })
})
