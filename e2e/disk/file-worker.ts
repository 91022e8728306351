/**
 * A process of its own that uses the built file adapters, for tests of what several of them do at once.
 *
 *     save <file> <rounds>             saves logins of its own, one after the other, without a lock
 *     count <lock target> <file> <n>   adds 1 to the number in the file, n times, each under the lock
 *     hold <lock target>               takes the lock, says "held", and keeps it
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { Secret } from '../../electron/core/basics/secret'
import { takeLock } from '../../electron/node/files/file-lock'
import { CredentialFile } from '../../electron/node/login/credential-file'

async function save(path: string, rounds: number): Promise<void> {
  const file = new CredentialFile({
    source: { owner: 'file', path },
    lockTargets: () => [{ path: `${path}-unused` }],
    spareFolder: `${path}-unused`,
    settleMs: 0,
    tombstones: false,
    privateFolder: false,
  })
  for (let round = 0; round < rounds; round += 1) {
    const room = await file.reserve()
    await room.commit({
      accessToken: new Secret(`access-${process.pid}-${round}`.padEnd(200 + ((round * 37) % 900), 'a')),
      refreshToken: new Secret(`refresh-${process.pid}-${round}`),
      expiresAtMs: 1_000_000 + round,
      lifetimeMs: 900_000,
      scope: 'kimi-code',
      tokenType: 'Bearer',
    })
    await room.discard()
  }
}

async function count(target: string, path: string, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const lock = await takeLock(target)
    const before = Number(readFileSync(path, 'utf8'))
    // Long enough that two inside at once would be noticed.
    await new Promise((resolve) => setTimeout(resolve, 3))
    writeFileSync(path, String(before + 1))
    await lock.release()
  }
}

async function hold(target: string): Promise<void> {
  await takeLock(target)
  process.stdout.write('held\n')
  setInterval(() => undefined, 60_000)
}

async function main([what, path = '', ...rest]: readonly string[]): Promise<void> {
  if (what === 'save') await save(path, Number(rest[0]))
  else if (what === 'count') await count(path, rest[0] ?? '', Number(rest[1]))
  else await hold(path)
}

void main(process.argv.slice(2))
