import { expect, test } from 'vitest'
import { warmUp } from './warm-up'

test('a made-up request runs through to its answer and opens nothing', async () => {
  const before = process.getActiveResourcesInfo()
  const answer = await warmUp()
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  expect(answer).toContain('event: ping\ndata: {}\n\n')
  expect(process.getActiveResourcesInfo()).toEqual(before)
})
