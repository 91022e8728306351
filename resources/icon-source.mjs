// The one vector source of every icon: a moon with its small companion (Kimi and the proxy beside it). What sits in
// the moon's opening tells the state, so that shape alone says it, at 16 px and without colour.
//
// Everything is drawn on a grid of 16 units, one per pixel of the smallest picture: straight edges of a badge lie on
// whole units, so that they stay sharp at 1x.

/** The moon: a disc of radius 7, opened towards the upper right as by a bite of radius 5. */
const MOON = { x: 8, y: 8, r: 7 }
const BITE = { x: 10.75, y: 5.25, r: 5 }
const COMPANION = { x: 11.5, y: 4.5, r: 3 }

const disc = ({ x, y, r }) => `<circle cx="${x}" cy="${y}" r="${r}"/>`

/** Shows `shape` without what the `cuts` cover. */
const without = (id, shape, cuts) =>
  `<mask id="${id}" maskUnits="userSpaceOnUse" x="0" y="0" width="16" height="16">` +
  `<rect width="16" height="16" fill="#fff"/><g fill="#000">${cuts}</g></mask>` +
  `<g mask="url(#${id})">${shape}</g>`

const accented = (colour, shape) => `<g fill="${colour}">${shape}</g>`

const crescent = without('crescent', disc(MOON), disc(BITE))

/** Where two circles meet: first the point on the left of the way from `a` to `b`, then the one on its right. */
function crossings(a, b) {
  const dx = b.x - a.x
  const dy = b.y - a.y
  const d = Math.hypot(dx, dy)
  const along = (a.r ** 2 - b.r ** 2 + d ** 2) / (2 * d)
  const aside = Math.sqrt(a.r ** 2 - along ** 2)
  const at = (side) =>
    [a.x + (along * dx + side * aside * dy) / d, a.y + (along * dy - side * aside * dx) / d]
      .map((value) => value.toFixed(3))
      .join(' ')
  return [at(1), at(-1)]
}

/** The crescent as a line. Its bite is shallower, for a hollow that is still open at 1x. */
function hollowCrescent() {
  const outer = { ...MOON, r: 6.25 }
  const inner = { x: 11.25, y: 4.75, r: 4.75 }
  const [upper, lower] = crossings(outer, inner)
  return (
    `<path fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" ` +
    `d="M${upper}A${outer.r} ${outer.r} 0 1 0 ${lower}A${inner.r} ${inner.r} 0 0 1 ${upper}Z"/>`
  )
}

/** The moon's rim turned into an arrow that goes round its companion. */
const turning =
  without('turning', disc(MOON), `${disc({ x: 8.25, y: 7.75, r: 5.25 })}<path d="M8 8v1h8V0z"/>`) +
  '<path d="M10 6h5V1z"/>'

const exclamation =
  '<rect x="11" y="1" width="3" height="9" rx="1"/><rect x="11" y="12" width="3" height="3" rx="1"/>'

const key =
  '<path fill-rule="evenodd" d="M11.5 1a3.5 3.5 0 0 1 1.5 6.66V10h2v2h-2v1h2v2h-5V7.66A3.5 3.5 0 0 1 11.5 1z' +
  'M11 3a1 1 0 0 0-1 1v1a1 1 0 0 0 1 1h1a1 1 0 0 0 1-1V4a1 1 0 0 0-1-1z"/>'

/**
 * The drawing of each state, under the name its files bear. Only what needs a person has a colour of its own: a calm
 * state should not draw the eye.
 */
const STATES = {
  running: () => crescent + disc(COMPANION),
  refreshing: () => turning + disc({ x: 8, y: 8, r: 2.5 }),
  trouble: ({ trouble }) =>
    without('trouble', disc(MOON), `${disc(BITE)}<rect x="9" width="7" height="16"/>`) +
    accented(trouble, exclamation),
  signIn: ({ signIn }) =>
    without('signIn', disc(MOON), `${disc(BITE)}<rect x="8" y="5" width="8" height="11"/>`) +
    accented(signIn, key),
  stopped: hollowCrescent,
}

export const STATE_NAMES = Object.keys(STATES)

/** Who is drawn for: macOS colours a template itself, and wants nothing but black and alpha. */
export const PALETTES = {
  Template: { ink: '#000', trouble: '#000', signIn: '#000' },
  '-light': { ink: '#1c1f2b', trouble: '#c8241b', signIn: '#a35a00' },
  '-dark': { ink: '#fff', trouble: '#ff7468', signIn: '#ffc24d' },
}

export function traySvg(state, palette, size) {
  const { ink } = palette
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 16 16" ` +
    `fill="${ink}" color="${ink}">${STATES[state](palette)}</svg>`
  )
}

/** The app icon, on the grid of macOS: the square fills 824 of 1024, the rest is room for its shadow. */
export const APP_ICON = `<svg xmlns="http://www.w3.org/2000/svg" width="1024" height="1024" viewBox="0 0 1024 1024">
  <title>Kimi Proxy</title>
  <!-- Made by icons.mjs from icon-source.mjs. -->
  <defs>
    <linearGradient id="night" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#3d4a86"/>
      <stop offset="1" stop-color="#171b3a"/>
    </linearGradient>
    <linearGradient id="moon" x1="1" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#fffdf6"/>
      <stop offset="1" stop-color="#dfe3f7"/>
    </linearGradient>
    <linearGradient id="companion" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#9cf0d8"/>
      <stop offset="1" stop-color="#4fcfb0"/>
    </linearGradient>
    <radialGradient id="glow" cx="0.62" cy="0.36" r="0.6">
      <stop offset="0" stop-color="#8fa2ff" stop-opacity="0.38"/>
      <stop offset="1" stop-color="#8fa2ff" stop-opacity="0"/>
    </radialGradient>
    <filter id="shadow" x="-10%" y="-10%" width="120%" height="125%">
      <feDropShadow dx="0" dy="12" stdDeviation="14" flood-color="#000" flood-opacity="0.3"/>
    </filter>
  </defs>
  <rect x="100" y="100" width="824" height="824" rx="185" fill="url(#night)" filter="url(#shadow)"/>
  <rect x="100" y="100" width="824" height="824" rx="185" fill="url(#glow)"/>
  <rect x="102" y="102" width="820" height="820" rx="183" fill="none" stroke="#fff" stroke-opacity="0.14" stroke-width="4"/>
  <g transform="translate(232 232) scale(35)">
    <g fill="url(#moon)">${crescent}</g>
    <g fill="url(#companion)">${disc(COMPANION)}</g>
  </g>
</svg>
`
