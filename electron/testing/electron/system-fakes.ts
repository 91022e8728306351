/** Fakes of notices, of the power-save blocker and of launch at login. Each records what it was asked. */
import { EventEmitter } from 'node:events'
import type {
  App,
  LoginItemSettings,
  LoginItemSettingsOptions,
  Notification,
  NotificationConstructorOptions,
  PowerSaveBlocker,
  Settings,
} from 'electron'

export class FakeNotification extends EventEmitter implements Pick<Notification, 'show'> {
  readonly title: string | undefined
  readonly body: string | undefined
  readonly actions: readonly { readonly text?: string }[]
  shown = 0
  showFailure: Error | null = null

  constructor(options: Pick<NotificationConstructorOptions, 'title' | 'body' | 'actions'>) {
    super()
    this.actions = options.actions ?? []
    this.title = options.title
    this.body = options.body
  }

  show(): void {
    if (this.showFailure !== null) throw this.showFailure
    this.shown += 1
  }
}

export class FakeSaveBlocker implements Pick<PowerSaveBlocker, 'start' | 'stop' | 'isStarted'> {
  readonly running = new Set<number>()
  readonly kinds: string[] = []

  start(kind: Parameters<PowerSaveBlocker['start']>[0]): number {
    this.kinds.push(kind)
    const id = this.kinds.length - 1
    this.running.add(id)
    return id
  }

  stop(id: number): boolean {
    if (!this.running.delete(id)) throw new Error(`blocker ${id} does not run`)
    return true
  }

  isStarted(id: number): boolean {
    return this.running.has(id)
  }
}

type LoginAppParts = 'isPackaged' | 'getLoginItemSettings' | 'setLoginItemSettings'

export class FakeLoginApp implements Pick<App, LoginAppParts> {
  isPackaged = true
  answer: Partial<LoginItemSettings> = {}
  failure: Error | null = null
  readonly asked: (LoginItemSettingsOptions | undefined)[] = []
  readonly set: Settings[] = []

  getLoginItemSettings(options?: LoginItemSettingsOptions): LoginItemSettings {
    this.asked.push(options)
    if (this.failure !== null) throw this.failure
    return {
      openAtLogin: false,
      wasOpenedAtLogin: false,
      status: 'not-registered',
      executableWillLaunchAtLogin: false,
      launchItems: [],
      ...this.answer,
    }
  }

  setLoginItemSettings(settings: Settings): void {
    if (this.failure !== null) throw this.failure
    this.set.push(settings)
  }
}
