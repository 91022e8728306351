import { expect, test } from 'vitest'
import { KimiProxyError } from '../basics/errors'
import { differingSettings } from './differences'
import type { SettingKey } from './table'
import { typedSetting } from './typed'

const AT = { filePath: '/s.json', homeDir: '/home/me' }

test.each<[SettingKey, readonly string[], unknown]>([
  ['port', ['19000'], 19_000],
  ['parkMinutes', ['0'], 0],
  ['metrics', ['true'], true],
  ['region', ['global'], 'global'],
  ['region', ['auto'], undefined],
  ['proxy', ['http://me:pw@proxy:1'], 'http://me:pw@proxy:1'],
  ['proxy', [''], undefined],
  ['noProxy', ['5'], '5'],
  ['noProxy', ['a,b'], 'a,b'],
  ['extraCaFile', ['~/ca.pem'], '~/ca.pem'],
  ['allowedOrigins', ['http://a', 'http://b'], ['http://a', 'http://b']],
  ['allowedOrigins', ['http://a'], ['http://a']],
  ['allowedOrigins', ['["http://a"]'], ['http://a']],
  ['allowedHosts', ['box.local'], ['box.local']],
  ['allowedHosts', ['[]'], undefined],
  ['allowedHosts', [''], undefined],
])('%s %j is written as %j', (key, texts, value) => {
  expect(typedSetting(key, texts, AT)).toEqual(value)
})

test.each<[SettingKey, readonly string[], string]>([
  ['port', ['0'], 'SETTING_INVALID.port'],
  ['port', ['true'], 'SETTING_INVALID.port'],
  ['parkMinutes', ['500'], 'SETTING_INVALID.minutes'],
  ['metrics', ['yes'], 'SETTING_INVALID.flag'],
  ['upstream', ['http://kimi.com'], 'SETTING_INVALID.clear'],
  ['proxy', ['http://[redacted]@proxy:1'], 'SETTING_INVALID.hiddenPassword'],
  ['noProxy', ['a', 'b'], 'USAGE.configMany'],
  ['allowedOrigins', ['a'], 'SETTING_INVALID.origin'],
])('%s %j is refused with %s', (key, texts, name) => {
  let refused: unknown
  try {
    typedSetting(key, texts, AT)
  } catch (error) {
    refused = error
  }
  expect(refused instanceof KimiProxyError ? refused.message : refused).toBe(name)
})

test('settings differ by value, not by where they come from, and the port and a found region do not count', () => {
  const of = (name: string, value: string, source = '/s.json') => ({ name, value, source })
  const running = [
    of('port', '1', '--port'),
    of('proxy', 'a'),
    of('metrics', 'true'),
    of('region', 'global', 'x'),
  ]
  expect(
    differingSettings(running, [of('proxy', 'a', 'HTTPS_PROXY'), of('noProxy', 'b')], '/s.json'),
  ).toEqual(['noProxy', 'metrics'])
  expect(differingSettings([], [of('region', 'global')], '/s.json')).toEqual(['region'])
  expect(differingSettings(running, running, '/s.json')).toEqual([])
})
