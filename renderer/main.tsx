import { render } from 'preact'
import type { KimiBridge } from '../electron/contract/bridge'
import { WindowRoot } from './app'

declare global {
  interface Window {
    /** The preload script puts it there. The page has no other way to reach the app. */
    readonly kimi: KimiBridge
  }
}

// The app says so where the system's own material stands behind the page.
document.documentElement.classList.toggle('material', location.hash === '#material')
render(<WindowRoot bridge={window.kimi} />, document.body)
