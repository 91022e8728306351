import { describe, expect, test } from 'vitest'
import { HOSTS_OF, type RegionInput, regionOf, regionOfOauthHost, resolveHosts } from './region'

const NOTHING: RegionInput = { oauthHost: null, upstream: null, chosen: null, detected: null }
const { 'mainland-cn': mainland, global } = HOSTS_OF

describe('the hosts of a region', () => {
  test.each<[string, Partial<RegionInput>, object]>([
    ['nothing says it', {}, { ...mainland, region: 'mainland-cn' }],
    ['the logins say it', { detected: 'global' }, { ...global, region: 'global' }],
    ['a setting wins over the logins', { detected: 'global', chosen: 'mainland-cn' }, mainland],
    ['the setting says it', { chosen: 'global' }, { ...global, region: 'global' }],
    ['a sign-in host takes the API with it', { oauthHost: global.oauthHost, chosen: 'mainland-cn' }, global],
    ['an API takes the sign-in host with it', { upstream: global.upstream }, global],
    ['both are named', { ...global }, { ...global, region: 'global' }],
    [
      'a host that is no region’s stands for itself',
      { oauthHost: 'http://127.0.0.1:1', upstream: 'http://127.0.0.1:1/coding' },
      { oauthHost: 'http://127.0.0.1:1', upstream: 'http://127.0.0.1:1/coding', region: null },
    ],
  ])('where %s', (_when, input, hosts) => {
    expect(resolveHosts({ ...NOTHING, ...input })).toMatchObject(hosts)
  })

  test('of two regions are refused: neither would know the token of the other', () => {
    const mixed = { ...NOTHING, oauthHost: global.oauthHost, upstream: mainland.upstream }
    expect(() => resolveHosts(mixed)).toThrow('SETTING_INVALID.regions')
  })

  test('are recognised again', () => {
    expect([regionOf(mainland), regionOf(global), regionOf({ ...global, upstream: 'https://x' })]).toEqual([
      'mainland-cn',
      'global',
      null,
    ])
    expect([regionOfOauthHost('https://auth.kimi.ai/'), regionOfOauthHost('https://auth.example')]).toEqual([
      'global',
      null,
    ])
  })
})
