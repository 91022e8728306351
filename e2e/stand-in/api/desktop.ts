/** `shell`, `dialog` and `clipboard`. Nothing leaves this process; specs see the calls through the observer. */
import type * as Electron from 'electron'
import { sealObject } from '../basics/strict'

export const shell: Pick<Electron.Shell, 'openExternal' | 'openPath' | 'showItemInFolder' | 'beep'> =
  sealObject(
    {
      async openExternal(url: string): Promise<void> {
        new URL(url)
      },
      async openPath(_path: string): Promise<string> {
        return ''
      },
      showItemInFolder(_path: string): void {},
      beep(): void {},
    },
    'shell',
  )

/** Every box is answered as if it were cancelled. */
function cancelled(options: Electron.MessageBoxOptions): Electron.MessageBoxReturnValue {
  return {
    response: options.cancelId ?? options.defaultId ?? 0,
    checkboxChecked: options.checkboxChecked ?? false,
  }
}

type BoxArguments = [Electron.BaseWindow, Electron.MessageBoxOptions] | [Electron.MessageBoxOptions]

export const dialog: Pick<Electron.Dialog, 'showMessageBox' | 'showErrorBox'> = sealObject(
  {
    async showMessageBox(...args: BoxArguments): Promise<Electron.MessageBoxReturnValue> {
      return cancelled(args.length === 2 ? args[1] : args[0])
    },
    showErrorBox(_title: string, _content: string): void {},
  },
  'dialog',
)

let clipboardText = ''

export const clipboard: Pick<Electron.Clipboard, 'writeText' | 'readText' | 'clear'> = sealObject(
  {
    async writeText(text: string): Promise<void> {
      clipboardText = String(text)
    },
    async readText(): Promise<string> {
      return clipboardText
    },
    clear(): void {
      clipboardText = ''
    },
  },
  'clipboard',
)
