import { describe, expect, test } from 'vitest'
import { KNOWN_MODELS, modelOf, modelsIn, plainModel } from './models'

describe('the models that Kimi lists', () => {
  test('have their names and windows', () => {
    const data = [
      { id: 'kimi-for-coding', display_name: 'Kimi for Coding', context_length: 262_144 },
      { id: 'k4', display_name: 'Kimi K4', context_length: 2_097_152, supports_reasoning: true },
    ]
    expect(modelsIn({ object: 'list', data })).toEqual([
      { id: 'kimi-for-coding', name: 'Kimi for Coding', contextTokens: 262_144 },
      { id: 'k4', name: 'Kimi K4', contextTokens: 2_097_152 },
    ])
  })

  test('are taken as known where the answer leaves something out or is odd', () => {
    expect(modelsIn({ data: [{ id: 'k3' }, { id: 'k3', context_length: 1 }] })).toEqual([
      { id: 'k3', name: 'Kimi K3', contextTokens: 1_048_576 },
    ])
    const odd = { id: 'kimi-new', display_name: ' a\u001b[31m\nb ', context_length: '9' }
    expect(modelsIn({ data: [odd] })).toEqual([{ id: 'kimi-new', name: 'a [31m b', contextTokens: 262_144 }])
  })

  test.each([
    null,
    7,
    {},
    { data: {} },
    { data: [] },
    { data: [null, 'k3', { id: 7 }, { id: 'gpt-5' }, { id: 'k3 x' }] },
  ])('are none in %j', (answer) => expect(modelsIn(answer)).toBeNull())

  test('are not endless', () => {
    const data = Array.from({ length: 1_000 }, (_, index) => ({ id: `kimi-${index}` }))
    expect(modelsIn({ data })).toHaveLength(20)
  })
})

test('a model that nobody lists has its id for a name, and the usual window', () => {
  expect(modelOf('kimi-x', KNOWN_MODELS)).toEqual({ id: 'kimi-x', name: 'kimi-x', contextTokens: 262_144 })
})

test.each([
  ['kimi-for-coding[1m]', 'kimi-for-coding'],
  ['k3[1M]', 'k3'],
  ['k3', 'k3'],
])('%s is %s for Kimi', (id, plain) => expect(plainModel(id)).toBe(plain))
