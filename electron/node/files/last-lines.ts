/** The end of a long text file. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

/** Long enough for some hundred lines of a log. */
const READ_BYTES = 65_536
/** Without the second flag a pipe in its place would keep us waiting. Windows has neither. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** At most `count` whole lines, the last one last; null for what cannot be read or is no plain file. */
export function lastLines(path: string, count: number): readonly string[] | null {
  try {
    const fd = openSync(path, READ)
    try {
      const stats = fstatSync(fd)
      if (!stats.isFile()) return null
      const from = Math.max(0, stats.size - READ_BYTES)
      const bytes = Buffer.alloc(Math.min(stats.size, READ_BYTES))
      const text = bytes.toString('utf8', 0, readSync(fd, bytes, 0, bytes.length, from))
      const lines = text.split('\n').slice(from === 0 ? 0 : 1)
      return lines.filter((line) => line.trim() !== '').slice(-count)
    } finally {
      closeSync(fd)
    }
  } catch {
    return null
  }
}
