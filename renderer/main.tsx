import { render } from 'preact'
import type { KimiBridge } from '../electron/contract/bridge'
import { WindowRoot } from './app'

declare global {
  interface Window {
    /** Put there by the preload script; the only way out. */
    readonly kimi: KimiBridge
  }
}

render(<WindowRoot bridge={window.kimi} />, document.body)
