import { expect, test } from 'vitest'
import { lookOf, painted } from './look'

const TERMINAL = { isTTY: true, columns: 100 }

test.each([
  [TERMINAL, {}, { hasColour: true, columns: 100 }],
  [TERMINAL, { NO_COLOR: '1' }, { hasColour: false, columns: 100 }],
  [TERMINAL, { NO_COLOR: '' }, { hasColour: true, columns: 100 }],
  [TERMINAL, { TERM: 'dumb' }, { hasColour: false, columns: 100 }],
  [{ isTTY: true, columns: 0 }, {}, { hasColour: true, columns: 80 }],
  [{ isTTY: false, columns: 100 }, {}, { hasColour: false, columns: null }],
])('%j with %j shows %j', (stream, env, look) => {
  expect(lookOf(env, stream)).toEqual(look)
})

test('without colours a text stays as it is', () => {
  expect(painted({ hasColour: false, columns: 80 }, 'bad', 'x')).toBe('x')
  expect(painted({ hasColour: true, columns: 80 }, 'bad', 'x')).toBe('\u001b[31mx\u001b[0m')
})
