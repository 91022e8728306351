/**
 * `npm run pictures`: every face of the window, light and dark, in both languages, as the README shows them. The tray's
 * picture comes from `resources/icons.mjs`. Needs a Chromium and a font for Chinese (fonts-noto-cjk).
 */
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import type { AppState, Language } from '../../electron/contract/app'
import { PHASE_STATES } from '../../electron/testing/app-states'
import { FACE_STATES } from '../../electron/testing/face-states'
import { type WindowBrowser, windowBrowser } from '../../renderer/testing/page'
import { chromiumPath } from '../chromium/find'

const DIST = dirname(fileURLToPath(import.meta.url))
const FOLDER = join(process.cwd(), 'resources', 'pictures')
/** A face is 400 wide; on paper two device pixels make one. */
const SCALE = 2
const GAP = 24

const FACES: readonly AppState[] = [
  PHASE_STATES.running,
  PHASE_STATES.signIn,
  FACE_STATES.code,
  FACE_STATES.signedIn,
  PHASE_STATES.portTaken,
  PHASE_STATES.elsewhere,
  PHASE_STATES.off,
  FACE_STATES.doctor,
  FACE_STATES.settings,
]

async function main(): Promise<void> {
  process.env['KIMI_PROXY_DIST'] = DIST
  mkdirSync(FOLDER, { recursive: true })
  const window = await windowBrowser()
  for (const language of ['en', 'zh-CN'] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const shots = await shoot(window, language, colorScheme)
      const path = join(FOLDER, `window-${language}-${colorScheme}.png`)
      await compose(shots, colorScheme, path)
      process.stdout.write(`${path.slice(process.cwd().length + 1)}\n`)
    }
  }
  await window.close()
}

async function shoot(
  window: WindowBrowser,
  language: Language,
  colorScheme: 'light' | 'dark',
): Promise<Buffer[]> {
  const shots: Buffer[] = []
  for (const state of FACES) {
    const settings = { ...state, language, preferences: { ...state.preferences, language } }
    const { page, close } = await window.open({
      state: settings,
      colorScheme,
      scale: SCALE,
      reducedMotion: 'reduce',
    })
    // Nothing that depends on when the picture is taken.
    shots.push(await page.screenshot({ fullPage: true, animations: 'disabled' }))
    await close()
  }
  return shots
}

async function compose(shots: readonly Buffer[], colorScheme: 'light' | 'dark', path: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: await chromiumPath() })
  const page = await browser.newPage({ viewport: { width: 4 * (400 + GAP) + GAP, height: 600 } })
  const images = shots.map((shot) => `<img src="data:image/png;base64,${shot.toString('base64')}">`).join('')
  await page.setContent(`<style>
    body { margin: 0; padding: ${GAP}px; display: flex; flex-wrap: wrap; gap: ${GAP}px; align-items: flex-start;
      background: ${colorScheme === 'dark' ? '#000' : '#d8d8dc'}; }
    img { width: 400px; border-radius: 10px; box-shadow: 0 2px 12px #0005; }
  </style>${images}`)
  await page.screenshot({ path, fullPage: true })
  await browser.close()
}

await main()
