/** `app.commandLine`: records switches. The running Chromium does not get them. */
import type * as Electron from 'electron'
import { sealClass } from '../basics/strict'
import { environment } from '../browser/runtime'

type Surface = Pick<
  Electron.CommandLine,
  'appendSwitch' | 'appendArgument' | 'hasSwitch' | 'getSwitchValue' | 'removeSwitch'
>

export class CommandLine implements Surface {
  readonly #switches = new Map<string, string>()

  constructor() {
    for (const arg of environment.args) {
      const [, name, value = ''] = /^--([^=]+)(?:=(.*))?$/.exec(arg) ?? []
      if (name !== undefined) this.#switches.set(name, value)
    }
  }

  appendSwitch(name: string, value = ''): void {
    this.#switches.set(name, value)
  }

  appendArgument(_value: string): void {}

  hasSwitch(name: string): boolean {
    return this.#switches.has(name)
  }

  getSwitchValue(name: string): string {
    return this.#switches.get(name) ?? ''
  }

  removeSwitch(name: string): void {
    this.#switches.delete(name)
  }
}
sealClass(CommandLine, 'app.commandLine')
