import { expect, test } from 'vitest'
import { languageFor } from './initial'

test.each([
  [['zh-Hans-CN', 'en'], 'zh-CN'],
  [['zh-TW'], 'zh-CN'],
  [['en-GB', 'zh-CN'], 'en'],
  [['fr-FR', 'zh-CN'], 'zh-CN'],
  [['fr-FR', 'de'], 'en'],
  [['zha'], 'en'],
  [[], 'en'],
] as const)('for a person whose languages are %j the app speaks %s', (languages, spoken) => {
  expect(languageFor('system', languages)).toBe(spoken)
})

test('a chosen language counts, whatever the system says', () => {
  expect(languageFor('en', ['zh-CN'])).toBe('en')
})
