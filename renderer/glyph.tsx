import type { FindingTone } from '../electron/contract/doctor'
import type { Tone } from '../electron/core/views/window/tone'

/** Each tone has its own shape, so that colour alone never carries a meaning. Drawn on a 16 by 16 grid. */
type Shape = Tone | FindingTone | 'check'

const SHAPES: Readonly<Record<Shape, string>> = {
  good: 'M3.5 8.5l3 3 6-7',
  check: 'M3.5 8.5l3 3 6-7',
  busy: 'M3 8h.01M8 8h.01M13 8h.01',
  warn: 'M8 2.5l6 11H2zM8 7v2.5M8 11.7h.01',
  bad: 'M4 4l8 8M12 4l-8 8',
  calm: 'M4.5 4.5h7v7h-7z',
  info: 'M8 7.5v4.5M8 4.2h.01',
  terminal: 'M3 4.5l3.5 3.5L3 11.5M8.5 11.5H13',
}

export function Glyph({ shape }: { readonly shape: Shape }) {
  return (
    <svg class={`glyph ${shape}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={SHAPES[shape]} />
    </svg>
  )
}
