/** How large the window shows its page, in percent, and how that changes step by step. Pure. */

export type ZoomStep = 'in' | 'out' | 'reset'

const STEPS = [80, 90, 100, 110, 125, 150, 175, 200] as const
const USUAL = 100
const [SMALLEST] = STEPS
const LARGEST = 200

export function zoomed(percent: number, step: ZoomStep): number {
  switch (step) {
    case 'in':
      return STEPS.find((larger) => larger > percent) ?? LARGEST
    case 'out':
      return STEPS.findLast((smaller) => smaller < percent) ?? SMALLEST
    case 'reset':
      return USUAL
  }
}

/** The key as the system names it, with Command on macOS and Control elsewhere. Null for any other key. */
export function zoomStepOf(key: string): ZoomStep | null {
  switch (key) {
    case '+':
    case '=':
      return 'in'
    case '-':
    case '_':
      return 'out'
    case '0':
      return 'reset'
    default:
      return null
  }
}

export function isZoom(value: unknown): value is number {
  return STEPS.some((step) => step === value)
}
