import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { reason } from '../../core/words/reason'
import { freePort } from '../../testing/network/free-port'
import { isConnectFailure, UnreachedError } from './failure'

describe('whether a connection came about at all', () => {
  test('is told by a refused connection', async () => {
    const socket = connect(await freePort(), '127.0.0.1')
    const error = await new Promise((resolve) => socket.once('error', resolve))
    expect(isConnectFailure(error)).toBe(true)
  })

  test('is told by several addresses that were tried in vain, unless one of them was reached', () => {
    const failed = (syscall: string) => Object.assign(new Error('no'), { code: 'ECONNRESET', syscall })
    expect(isConnectFailure(new AggregateError([failed('connect'), failed('getaddrinfo')]))).toBe(true)
    expect(isConnectFailure(new AggregateError([failed('connect'), failed('read')]))).toBe(false)
    expect(isConnectFailure(new AggregateError([]))).toBe(false)
  })

  test('is told by a proxy that was not reached, and not by a connection that broke', () => {
    expect(isConnectFailure(new UnreachedError(reason('proxySilent', { proxy: 'p:1' })))).toBe(true)
    expect(isConnectFailure(Object.assign(new Error('reset'), { syscall: 'read' }))).toBe(false)
    expect(isConnectFailure(null)).toBe(false)
  })
})
