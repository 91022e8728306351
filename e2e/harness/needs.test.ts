import { expect, test } from 'vitest'
import { testTags } from './needs'

const tagsFor = (chromium: string | null, withWindows: string | null = null) =>
  new Map(
    testTags(chromium, withWindows).map(({ name, skip, meta }) => [name, { skip, missing: meta?.missing }]),
  )

test('without a Chromium the tests in a browser are skipped, and the reason says how to get one', () => {
  expect(tagsFor(null).get('browser')).toEqual({
    skip: true,
    missing: 'a Chromium (npx playwright install chromium)',
  })
  expect(tagsFor('/usr/bin/chromium').get('browser')).toEqual({ skip: undefined, missing: undefined })
})

test('a headless shell is enough for all tests but those that look at a window on a screen', () => {
  const tags = tagsFor('/tmp/x/headless-shell')
  expect(tags.get('browser')?.skip).toBeUndefined()
  expect(tags.get('browser-with-windows')?.skip).toBe(true)
  const both = tagsFor('/tmp/x/headless-shell', '/usr/bin/chromium')
  expect(both.get('browser-with-windows')?.skip).toBeUndefined()
})
