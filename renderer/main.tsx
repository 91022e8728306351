import { render } from 'preact'
import type { KimiBridge } from '../electron/contract/bridge'
import { App } from './app'

declare global {
  interface Window {
    /** Put there by the preload script; the only way out. */
    readonly kimi: KimiBridge
  }
}

render(<App bridge={window.kimi} />, document.body)
