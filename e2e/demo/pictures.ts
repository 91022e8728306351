/**
 * `npm run pictures`: the faces of the window as a person sees them, each as high as the window makes itself.
 *
 * - `docs/faces-<language>-<theme>.webp`: the sheets of `docs/faces.md`, with every face.
 * - `docs/window-<language>.webp`: the picture of the README.
 *
 * The tray's picture comes from `resources/icons.mjs`. Needs a Chromium and two fonts: Inter, and one for Chinese
 * (fonts-inter, fonts-noto-cjk).
 */
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import type { AppState, Language } from '../../electron/contract/app'
import { PHASE_STATES } from '../../electron/testing/app-states'
import { FACE_STATES } from '../../electron/testing/face-states'
import { knownPlan, PLAN_STATES, quotaWindow, withPlan } from '../../electron/testing/plan-states'
import { REQUEST_LIST, REQUEST_STATES } from '../../electron/testing/request-states'
import { SET_UP_STATES } from '../../electron/testing/set-up-states'
import { type WindowBrowser, windowBrowser } from '../../renderer/testing/page'
import { chromiumPath } from '../chromium/find'

const DIST = dirname(fileURLToPath(import.meta.url))
const FOLDER = join(process.cwd(), 'docs')
const WIDTH = 400
const COLUMNS = 4
const GAP = 20
/** `docs/faces.md` loads all sheets at once. */
const MOST_BYTES = 300_000

type Scheme = 'light' | 'dark'

interface Print {
  readonly scheme: Scheme
  /** Of the window's own pixels. */
  readonly scale: number
  /** Percent, as webp counts it. */
  readonly quality: number
}

/** The words are read in the light sheet; the dark one shows the colours and is smaller. */
const SHEETS: readonly Print[] = [
  { scheme: 'light', scale: 0.6, quality: 45 },
  { scheme: 'dark', scale: 0.45, quality: 45 },
]
const README: Print = { scheme: 'light', scale: 1, quality: 80 }

/** All is well, and everything is known. */
const WELL = withPlan(
  knownPlan([quotaWindow('fiveHours', 0.62), quotaWindow('week', 0.81)], {
    account: { nickname: 'Lin', plan: 'Moderato', contact: null },
  }),
  { claude: { kind: 'connected' } },
)

const README_FACES: readonly AppState[] = [WELL, FACE_STATES.waitingForSignIn, FACE_STATES.code]

/** The order and the numbers are those of `docs/faces.md`. */
const FACES: readonly AppState[] = [
  SET_UP_STATES.setUpFresh,
  WELL,
  PLAN_STATES.limited,
  FACE_STATES.waitingForSignIn,
  FACE_STATES.code,
  FACE_STATES.codeByPhone,
  FACE_STATES.codeSignedIn,
  SET_UP_STATES.claudeNone,
  SET_UP_STATES.claudeConnected,
  REQUEST_STATES.requestsBusy,
  PHASE_STATES.expiring,
  PHASE_STATES.trouble,
  PHASE_STATES.portTaken,
  PHASE_STATES.gaveUp,
  PHASE_STATES.elsewhere,
  PHASE_STATES.off,
  FACE_STATES.doctor,
  FACE_STATES.settings,
]

interface Shot {
  readonly png: Buffer
  readonly heightPx: number
}

async function main(): Promise<void> {
  process.env['KIMI_PROXY_DIST'] = DIST
  const window = await windowBrowser()
  let bytes = 0
  for (const language of ['en', 'zh-CN'] as const) {
    await print(window, `window-${language}`, README_FACES, language, README)
    for (const sheet of SHEETS) {
      bytes += await print(window, `faces-${language}-${sheet.scheme}`, FACES, language, sheet)
    }
  }
  await window.close()
  if (bytes > MOST_BYTES) throw new Error(`the sheets have ${bytes} bytes: lower their quality or scale`)
}

/** Returns how many bytes the picture has. */
async function print(
  window: WindowBrowser,
  name: string,
  faces: readonly AppState[],
  language: Language,
  how: Print,
): Promise<number> {
  const shots: Shot[] = []
  for (const state of faces) shots.push(await shoot(window, state, language, how.scheme))
  const picture = await compose(shots, how)
  writeFileSync(join(FOLDER, `${name}.webp`), picture)
  process.stdout.write(`docs/${name}.webp: ${Math.round(picture.length / 1000)} KB\n`)
  return picture.length
}

async function shoot(
  window: WindowBrowser,
  state: AppState,
  language: Language,
  colorScheme: Scheme,
): Promise<Shot> {
  const { page, fitted, close } = await window.open({
    state: { ...state, language, preferences: { ...state.preferences, language } },
    requests: state.serving.kind === 'serving' ? REQUEST_LIST : { ...REQUEST_LIST, running: [] },
    colorScheme,
    width: WIDTH,
    reducedMotion: 'reduce',
  })
  const heightPx = await fitted()
  // Nothing that depends on when the picture is taken.
  const png = await page.screenshot({ animations: 'disabled' })
  await close()
  return { png, heightPx }
}

async function compose(shots: readonly Shot[], { scheme, scale, quality }: Print): Promise<Buffer> {
  const browser = await chromium.launch({ executablePath: await chromiumPath() })
  const page = await browser.newPage()
  await page.setContent(sheetHtml(columnsOf(shots), scheme))
  const { width, height } = (await page.locator('main').boundingBox()) ?? { width: 0, height: 0 }
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality,
    captureBeyondViewport: true,
    clip: { x: 0, y: 0, width, height, scale },
  })
  await browser.close()
  return Buffer.from(data, 'base64')
}

/** Each picture goes into the column that is the shortest so far. */
function columnsOf(shots: readonly Shot[]): readonly (readonly string[])[] {
  const columns = Array.from({ length: Math.min(COLUMNS, shots.length) }, () => ({
    heightPx: 0,
    figures: [] as string[],
  }))
  const isSheet = shots.length > COLUMNS
  for (const [index, { png, heightPx }] of shots.entries()) {
    const [shortest] = columns.toSorted((one, other) => one.heightPx - other.heightPx)
    if (shortest === undefined) break
    shortest.heightPx += heightPx + GAP
    shortest.figures.push(
      `<figure>${isSheet ? `<figcaption>${index + 1}</figcaption>` : ''}<img src="data:image/png;base64,${png.toString('base64')}"></figure>`,
    )
  }
  return columns.map(({ figures }) => figures)
}

function sheetHtml(columns: readonly (readonly string[])[], scheme: Scheme): string {
  const [ground, ink] = scheme === 'dark' ? ['#000', '#aaa'] : ['#d8d8dc', '#555']
  return `<style>
    body { margin: 0; }
    main { display: flex; gap: ${GAP}px; width: max-content; padding: ${GAP}px; background: ${ground}; align-items: flex-start; }
    figure { margin: 0 0 ${GAP}px; }
    figcaption { font: 600 15px Inter, sans-serif; color: ${ink}; margin: 0 0 4px 4px; }
    img { display: block; width: ${WIDTH}px; border-radius: 10px; }
  </style><main>${columns.map((figures) => `<div>${figures.join('')}</div>`).join('')}</main>`
}

await main()
