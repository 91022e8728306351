/**
 * Where the window stands: beside the tray where the system tells its place, else where the person left it. Pure.
 *
 * All numbers are the system's own pixels, independent of a screen's density; a screen to the left of the first one has
 * negative coordinates.
 */

import { isRecord } from '../basics/json'

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export type Rectangle = Point & Size

/** `workArea`: the screen without menu bar, taskbar and Dock. */
export interface Screen {
  readonly bounds: Rectangle
  readonly workArea: Rectangle
}

export interface Surroundings {
  /** The place of the icon; null where the system does not tell it. */
  readonly tray: Rectangle | null
  /** Where the person left the window; null where that is not known. */
  readonly left: Point | null
  readonly screens: readonly Screen[]
}

/** Between the window and the edges of the work area. */
export const MARGIN = 10

/** As near to its place beside the tray, a window counts as put back there. */
const NEAR = 24

type Side = 'top' | 'bottom' | 'left' | 'right'

/**
 * The upper left corner for a window of that size; null where the system may choose. A place that the person gave it wins,
 * unless no screen has it any more.
 */
export function windowPlace(size: Size, { tray, left, screens }: Surroundings): Point | null {
  if (left !== null) {
    const window = at(left, size)
    const screen = screens.find(({ bounds }) => touches(bounds, window))
    if (screen !== undefined) return within(screen.workArea, window)
  }
  return tray === null ? null : besideTray(size, tray, screens)
}

/** Where a window that was moved to `to` is to open again; null for the place beside the tray, where it was put back. */
export function leftAt(
  to: Point,
  size: Size,
  tray: Rectangle | null,
  screens: readonly Screen[],
): Point | null {
  const home = tray === null ? null : besideTray(size, tray, screens)
  if (home === null) return to
  return Math.hypot(to.x - home.x, to.y - home.y) <= NEAR ? null : to
}

/** The screen that holds most of the rectangle, or is nearest to its middle; null without any screen. */
export function screenOf(rectangle: Rectangle, screens: readonly Screen[]): Screen | null {
  const middle = middleOf(rectangle)
  const [first = null, ...others] = screens
  return others.reduce(
    (best, screen) =>
      best !== null && distance(best.bounds, middle) <= distance(screen.bounds, middle) ? best : screen,
    first,
  )
}

function besideTray(size: Size, tray: Rectangle, screens: readonly Screen[]): Point | null {
  const screen = screenOf(tray, screens)
  if (screen === null) return null
  const { workArea } = screen
  const middle = middleOf(tray)
  const centred = { x: Math.round(middle.x - size.width / 2), y: Math.round(middle.y - size.height / 2) }
  switch (sideOf(middle, screen)) {
    case 'top':
      return inset(workArea, at({ x: centred.x, y: workArea.y }, size))
    case 'bottom':
      return inset(workArea, at({ x: centred.x, y: workArea.y + workArea.height }, size))
    case 'left':
      return inset(workArea, at({ x: workArea.x, y: centred.y }, size))
    case 'right':
      return inset(workArea, at({ x: workArea.x + workArea.width, y: centred.y }, size))
  }
}

function at({ x, y }: Point, { width, height }: Size): Rectangle {
  return { x, y, width, height }
}

/** The edge that the icon's bar lies at: outside the work area or, for a bar that hides itself, at the nearest edge. */
function sideOf({ x, y }: Point, { bounds, workArea }: Screen): Side {
  if (y < workArea.y) return 'top'
  if (y >= workArea.y + workArea.height) return 'bottom'
  if (x < workArea.x) return 'left'
  if (x >= workArea.x + workArea.width) return 'right'
  const gaps: readonly (readonly [Side, number])[] = [
    ['top', y - bounds.y],
    ['bottom', bounds.y + bounds.height - y],
    ['left', x - bounds.x],
    ['right', bounds.x + bounds.width - x],
  ]
  return gaps.reduce((best, gap) => (gap[1] < best[1] ? gap : best))[0]
}

function inset(area: Rectangle, rectangle: Rectangle): Point {
  const { x, y, width, height } = area
  const inner = { x: x + MARGIN, y: y + MARGIN, width: width - 2 * MARGIN, height: height - 2 * MARGIN }
  return within(inner, rectangle)
}

/** Moved by as little as possible. What is larger than the area begins at the area's upper left corner. */
function within(area: Rectangle, { x, y, width, height }: Rectangle): Point {
  return {
    x: Math.max(area.x, Math.min(x, area.x + area.width - width)),
    y: Math.max(area.y, Math.min(y, area.y + area.height - height)),
  }
}

export function isPoint(value: unknown): value is Point {
  return isRecord(value) && Number.isInteger(value['x']) && Number.isInteger(value['y'])
}

/** Whether enough of the window's title bar would be seen on that screen to take hold of it. */
function touches({ x, y, width, height }: Rectangle, window: Rectangle): boolean {
  const seen = Math.min(x + width, window.x + window.width) - Math.max(x, window.x)
  return seen >= Math.min(window.width, 2 * NEAR) && window.y >= y && window.y < y + height
}

function middleOf({ x, y, width, height }: Rectangle): Point {
  return { x: x + width / 2, y: y + height / 2 }
}

/** From the point to the rectangle; 0 for a point in it. */
function distance({ x, y, width, height }: Rectangle, point: Point): number {
  const dx = Math.max(x - point.x, 0, point.x - (x + width))
  const dy = Math.max(y - point.y, 0, point.y - (y + height))
  return Math.hypot(dx, dy)
}
