/** `screen`: the screens that the stand-in imagines. A spec names others in STAND_IN_SCREENS, as JSON. */
import type * as Electron from 'electron'
import { sealObject } from '../basics/strict'

type Imagined = Pick<Electron.Display, 'bounds' | 'workArea'>

const SCREEN: Imagined = {
  bounds: { x: 0, y: 0, width: 1280, height: 800 },
  workArea: { x: 0, y: 0, width: 1280, height: 800 },
}

/** Read each time, so that a spec can take a screen away. The first is the primary one. */
function displays(): [Electron.Display, ...Electron.Display[]] {
  const given = process.env['STAND_IN_SCREENS']
  const [first = SCREEN, ...others] = given === undefined ? [] : (JSON.parse(given) as Imagined[])
  return [displayOf(first, 0), ...others.map((other, at) => displayOf(other, at + 1))]
}

function displayOf({ bounds, workArea }: Imagined, at: number): Electron.Display {
  const display = { id: at + 1, bounds, workArea, workAreaSize: workArea, size: bounds, scaleFactor: 1 }
  return display as unknown as Electron.Display
}

export const screen = sealObject(
  {
    getPrimaryDisplay: () => displays()[0],
    getAllDisplays: () => displays(),
    getCursorScreenPoint: () => ({ x: 0, y: 0 }),
  } satisfies Partial<Electron.Screen>,
  'screen',
)
