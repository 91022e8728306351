// Makes every icon from icon-source.mjs: `npm run icons`. Chromium draws, so that no other tool is needed; the same
// Chromium gives the same bytes every time.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { APP_ICON, PALETTES, STATE_NAMES, traySvg } from './icon-source.mjs'
import { sheetHtml } from './tray-sheet.mjs'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const APP_ICON_PX = 512
const SCALES = { '': 16, '@2x': 32 }

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' })
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
  for (const folder of ['tray', 'pictures']) mkdirSync(`${HERE}${folder}`, { recursive: true })

  const pictures = new Map()
  for (const state of STATE_NAMES) {
    for (const [suffix, palette] of Object.entries(PALETTES)) {
      for (const [scale, size] of Object.entries(SCALES)) {
        const name = `${state}${suffix}${scale}`
        pictures.set(name, await drawn(traySvg(state, palette, size), size))
        save(`tray/${name}.png`, pictures.get(name))
      }
    }
  }

  save('icon.svg', APP_ICON)
  save('icon.png', await drawn(APP_ICON, APP_ICON_PX))

  await page.setViewportSize({ width: 900, height: 100 })
  await page.setContent(sheetHtml(pictures))
  save('pictures/tray-states.png', await page.locator('main').screenshot({ omitBackground: true }))
} finally {
  await browser.close()
}
