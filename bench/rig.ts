/** Everything that a measurement needs: certificates, the lean upstream, the load, and a simulated Kimi for logins. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildWorker } from '../e2e/harness/worker-build'
import { KimiSimulator } from '../e2e/simulator'
import { CLI } from '../electron/testing/harness'
import { type Certificates, makeCertificates } from '../electron/testing/network/make-certificates'
import { BenchWorker } from './worker'
import type { KimiTasks } from './workers/kimi'
import type { LinkTasks } from './workers/link'
import type { LoadTasks } from './workers/load'
import type { UpstreamTasks } from './workers/upstream'

interface Scripts {
  /** The `cli.js` of the built product. */
  readonly cli: string
  /** The `cli.js` of another build; null where there is none to compare with. */
  readonly before: string | null
  readonly bare: string
  readonly link: string
  readonly kimi: string
}

/** The destinations of requests and renewals. */
export interface Kimi {
  readonly upstreamPort: number
  readonly oauthHost: string
  readonly issueLogin: () => Promise<{ readonly access_token: string }>
}

export interface RigOptions {
  /** The folder for profiles of the product; null where none are made. */
  readonly profileFolder?: string | null
  /** The `cli.js` of another build. */
  readonly before?: string | null
  readonly note?: (text: string) => void
}

export class Rig {
  readonly folder: string
  readonly certificates: Certificates
  readonly simulator: KimiSimulator
  readonly upstream: BenchWorker<UpstreamTasks>
  readonly load: BenchWorker<LoadTasks>
  readonly scripts: Scripts
  readonly profileFolder: string | null
  readonly note: (text: string) => void
  #upstreamPort = 0
  readonly #further: { stop(): Promise<void> }[] = []

  private constructor(
    parts: Pick<Rig, 'folder' | 'certificates' | 'simulator' | 'upstream' | 'load' | 'scripts'>,
    { profileFolder = null, note = () => undefined }: RigOptions,
  ) {
    this.folder = parts.folder
    this.certificates = parts.certificates
    this.simulator = parts.simulator
    this.upstream = parts.upstream
    this.load = parts.load
    this.scripts = parts.scripts
    this.profileFolder = profileFolder
    this.note = note
  }

  static async create(options: RigOptions = {}): Promise<Rig> {
    const folder = mkdtempSync(join(tmpdir(), 'kimi-proxy-bench-'))
    const script = (name: string) => buildWorker(`../../bench/workers/${name}.ts`, folder)
    const [certificates, upstream, load, bare, link, kimi] = await Promise.all([
      makeCertificates(folder),
      script('upstream'),
      script('load'),
      script('bare'),
      script('link'),
      script('kimi'),
    ])
    const { keyFile, certFile } = certificates
    const simulator = await KimiSimulator.start()
    const rig = new Rig(
      {
        folder,
        certificates,
        simulator,
        upstream: new BenchWorker<UpstreamTasks>(upstream, [keyFile, certFile]),
        load: new BenchWorker<LoadTasks>(load),
        scripts: { cli: CLI, before: options.before ?? null, bare, link, kimi },
      },
      options,
    )
    rig.#upstreamPort = await rig.upstream.ask('port', null)
    return rig
  }

  /** The lean upstream. Logins come from a simulator that is used for nothing else. */
  get leanKimi(): Kimi {
    return this.leanKimiAt(this.#upstreamPort)
  }

  leanKimiAt(upstreamPort: number): Kimi {
    const { simulator } = this
    return { upstreamPort, oauthHost: simulator.origin, issueLogin: async () => simulator.issueLogin() }
  }

  /** The faithful simulator, in a process of its own. */
  async startKimi(): Promise<Kimi> {
    const { keyFile, certFile } = this.certificates
    const worker = new BenchWorker<KimiTasks>(this.scripts.kimi, [keyFile, certFile])
    this.#further.push(worker)
    const oauthHost = await worker.ask('origin', null)
    const upstreamPort = Number(new URL(oauthHost).port)
    return { upstreamPort, oauthHost, issueLogin: () => worker.ask('issueLogin', null) }
  }

  /** Opens a way to the upstream that is longer by this time. Returns its port. */
  async openLink(oneWayMs: number): Promise<number> {
    const link = new BenchWorker<LinkTasks>(this.scripts.link, [String(this.#upstreamPort), String(oneWayMs)])
    this.#further.push(link)
    return link.ask('port', null)
  }

  async close(): Promise<void> {
    await Promise.all([this.load, this.upstream, ...this.#further].map((worker) => worker.stop()))
    await this.simulator.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
