// Makes every icon from icon-source.mjs: `npm run icons`. Chromium draws, so that no other tool is needed; the same
// Chromium gives the same bytes every time.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { chromiumPath } from '../dist/chromium.mjs'
import { icnsOf, icoOf } from './icon-containers.mjs'
import { APP_ICON, PALETTES, STATE_NAMES, traySvg } from './icon-source.mjs'
import { sheetHtml } from './tray-sheet.mjs'

const HERE = fileURLToPath(new URL('.', import.meta.url))
/** Shown by the app itself; the others go into the packages only. */
const APP_ICON_PX = 512
const APP_ICON_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
/** The sizes of freedesktop.org's hicolor theme, for Linux. */
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512]
/** By the name that Electron looks for. macOS has whole scales only, so a template needs no others. */
const SCALES = { '': 16, '@1.25x': 20, '@1.5x': 24, '@2x': 32 }
const isDrawn = (suffix, size) => suffix !== 'Template' || size % 16 === 0

const browser = await chromium.launch({ executablePath: await chromiumPath() })
const page = await browser.newPage({ deviceScaleFactor: 1 })

async function drawn(svg, size) {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  )
  return page.screenshot({ omitBackground: true })
}

function save(name, bytes) {
  writeFileSync(`${HERE}${name}`, bytes)
  process.stdout.write(`resources/${name}  ${bytes.length} bytes\n`)
}

try {
  // A state that was renamed must leave no picture behind.
  rmSync(`${HERE}tray`, { recursive: true, force: true })
  for (const folder of ['tray', 'pictures', 'icons']) mkdirSync(`${HERE}${folder}`, { recursive: true })

  const pictures = new Map()
  for (const state of STATE_NAMES) {
    for (const [suffix, palette] of Object.entries(PALETTES)) {
      for (const [scale, size] of Object.entries(SCALES)) {
        if (!isDrawn(suffix, size)) continue
        const name = `${state}${suffix}${scale}`
        pictures.set(name, await drawn(traySvg(state, palette, size), size))
        save(`tray/${name}.png`, pictures.get(name))
      }
    }
  }

  save('icon.svg', APP_ICON)
  const sizes = new Map()
  for (const size of APP_ICON_SIZES) sizes.set(size, await drawn(APP_ICON, size))
  save('icon.png', sizes.get(APP_ICON_PX))
  for (const size of LINUX_SIZES) save(`icons/${size}x${size}.png`, sizes.get(size))
  save('icon.icns', icnsOf(sizes))
  save('icon.ico', icoOf(sizes))

  await page.setViewportSize({ width: 900, height: 100 })
  await page.setContent(sheetHtml(pictures))
  save('pictures/tray-states.png', await page.locator('main').screenshot({ omitBackground: true }))
} finally {
  await browser.close()
}
