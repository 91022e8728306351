/**
 * How the window is drawn: size, surface, and the accent of the system.
 *
 * - The system's own material stands behind the page only where Electron gives one: vibrancy on macOS, Mica on Windows 11
 *   22H2 and later (electronjs.org, BrowserWindow). The page is told by the fragment of its address.
 * - A person who wants less transparency or colours of their own gets a plain surface.
 */
import type { BrowserWindowConstructorOptions, NativeTheme } from 'electron'
import type { Platform } from '../../contract/app'
import { APP_PAGE } from './app-scheme'

export interface Looks {
  readonly isDark: boolean
  readonly material: 'vibrancy' | 'mica' | null
}

/** Windows 11 22H2. */
const FIRST_BUILD_WITH_MICA = 22_621
/** The background colour of the page, so that nothing flashes before the page is drawn. */
const DARK = '#1e1e1e'
const LIGHT = '#f5f5f7'

type Theme = Pick<NativeTheme, 'shouldUseDarkColors' | 'prefersReducedTransparency' | 'inForcedColorsMode'>

/** `release`: of the kernel, as Node tells it; on Windows "10.0.22631". */
export function looksOf(theme: Theme, platform: Platform, release: string): Looks {
  const isPlain = theme.prefersReducedTransparency || theme.inForcedColorsMode
  return { isDark: theme.shouldUseDarkColors, material: isPlain ? null : materialOf(platform, release) }
}

function materialOf(platform: Platform, release: string): Looks['material'] {
  switch (platform) {
    case 'darwin':
      return 'vibrancy'
    case 'win32':
      return Number(release.split('.')[2]) >= FIRST_BUILD_WITH_MICA ? 'mica' : null
    case 'linux':
      return null
  }
}

/** A background colour would cover the material (electron_api_browser_window.cc). */
export function surfaceOptions({ isDark, material }: Looks): BrowserWindowConstructorOptions {
  switch (material) {
    case 'vibrancy':
      return { vibrancy: 'window' }
    case 'mica':
      return { backgroundMaterial: 'mica' }
    case null:
      return { backgroundColor: isDark ? DARK : LIGHT }
  }
}

export function pageFor({ material }: Looks): string {
  return material === null ? APP_PAGE : `${APP_PAGE}#material`
}

/**
 * The style that gives the page the system's accent; null where the system tells none. `accent` is RRGGBBAA. A style that is
 * inserted comes before those of the page, so it needs the stronger selector.
 */
export function accentStyle(accent: string): string | null {
  const [colour] = /^[0-9a-f]{6}/i.exec(accent) ?? []
  return colour === undefined ? null : `html:root { --system-accent: #${colour} }`
}
