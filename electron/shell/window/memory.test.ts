import { expect, test } from 'vitest'
import { MemorySettings } from '../../testing/app-bench'
import { RecordingLog } from '../../testing/recording-log'
import { windowMemory } from './memory'

function bench(settings: Record<string, unknown> = {}) {
  const store = new MemorySettings(settings)
  const log = new RecordingLog()
  return { store, log, memory: windowMemory(store, '/settings.json', log) }
}

test('place and zoom are kept in the settings file; what is usual leaves nothing there', () => {
  const { store, memory } = bench({ port: 5 })
  memory.keep({ place: { x: -20, y: 30 }, zoom: 125 })
  expect(store.settings).toEqual({ port: 5, windowPlace: { x: -20, y: 30 }, windowZoom: 125 })
  expect(memory.read()).toEqual({ place: { x: -20, y: 30 }, zoom: 125 })
  memory.keep({ place: null, zoom: 100 })
  expect(store.settings).toEqual({ port: 5 })
  expect(memory.read()).toEqual({ place: null, zoom: 100 })
})

test('values that make no sense are passed over, and so is a file that cannot be used', () => {
  expect(bench({ windowPlace: 'left', windowZoom: 1e9 }).memory.read()).toEqual({ place: null, zoom: 100 })
  expect(bench({ language: 'klingon', windowZoom: 125 }).memory.read()).toEqual({ place: null, zoom: 100 })
})

test('a disk that refuses is no reason to fail', () => {
  const { store, log, memory } = bench()
  store.failure = new Error('disk full')
  memory.keep({ place: null, zoom: 125 })
  expect(log.lines).toMatchObject([{ level: 'warn', event: 'not-remembered' }])
})
