import { render } from 'preact'
import type { KimiBridge } from '../electron/contract/bridge'
import { WindowRoot } from './app'

declare global {
  interface Window {
    /** The preload script puts it there. The page has no other way to reach the app. */
    readonly kimi: KimiBridge
  }
}

render(<WindowRoot bridge={window.kimi} />, document.body)
