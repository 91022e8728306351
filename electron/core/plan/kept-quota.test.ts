import { expect, test } from 'vitest'
import { type KeptQuota, readKeptQuota } from './kept-quota'

const KEPT: KeptQuota = {
  login: '/home/me/login.json',
  atMs: 1_800_000_000_000,
  quota: {
    windows: [
      { name: 'fiveHours', label: null, usedRatio: 0.25, resetsAtMs: 1_800_000_100_000, emptyAtMs: null },
      { name: 'other', label: '1 d', usedRatio: null, resetsAtMs: null, emptyAtMs: 1_800_000_050_000 },
    ],
    wallet: {
      enabled: true,
      leftCents: 1,
      totalCents: 2,
      monthlyLimitCents: null,
      monthlyUsedCents: 3,
      currency: 'USD',
    },
    parallelLimit: 30,
    membership: 'LEVEL_BASIC',
  },
  account: { nickname: 'Me', plan: 'Moderato', contact: null },
  samples: { fiveHours: [{ atMs: 1_800_000_000_000, usedRatio: 0.25 }] },
}

test('what was kept is read again as it was', () => {
  expect(readKeptQuota(JSON.parse(JSON.stringify(KEPT)))).toEqual(KEPT)
})

test.each([
  undefined,
  null,
  7,
  [],
  {},
  { ...KEPT, login: 7 },
  { ...KEPT, atMs: '1' },
  { ...KEPT, quota: null },
  { ...KEPT, quota: {} },
])('what is no kept quota is none: %j', (json) => {
  expect(readKeptQuota(json)).toBeNull()
})

test('a field that makes no sense is left out, and the rest is read', () => {
  const odd = {
    ...KEPT,
    quota: {
      windows: [
        { name: 'fortnight', usedRatio: 1 },
        { name: 'week', usedRatio: 7, resetsAtMs: 1e300, label: 3 },
        null,
      ],
      wallet: 'full',
      parallelLimit: -1,
      membership: {},
    },
    account: [],
    samples: { fiveHours: [{ atMs: 1, usedRatio: 2 }, null], week: 3 },
  }
  expect(readKeptQuota(odd)).toEqual({
    login: KEPT.login,
    atMs: KEPT.atMs,
    quota: {
      windows: [{ name: 'week', label: null, usedRatio: null, resetsAtMs: null, emptyAtMs: null }],
      wallet: null,
      parallelLimit: null,
      membership: null,
    },
    account: null,
    samples: {},
  })
})
