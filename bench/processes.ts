/** CPU time and memory of processes, read from /proc. Linux only. */
import { readdirSync, readFileSync } from 'node:fs'

/** CPU time of all threads so far, in microseconds. A thread that has ended is no longer counted. */
export function cpuMicros(pids: readonly number[]): number {
  const threads = pids.flatMap((pid) =>
    readdirSync(`/proc/${pid}/task`).map((id) => `/proc/${pid}/task/${id}`),
  )
  const nanos = threads.map((path) => Number(readFileSync(`${path}/schedstat`, 'utf8').split(' ')[0]))
  return nanos.reduce((sum, each) => sum + each, 0) / 1_000
}

/** Resident memory in KB. */
export function residentKb(pids: readonly number[]): number {
  return pids
    .map((pid) => Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]))
    .reduce((sum, each) => sum + each, 0)
}
