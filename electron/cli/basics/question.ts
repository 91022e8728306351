/** One question at the terminal, whose answer is yes or no. */
import { createInterface } from 'node:readline/promises'

/** No where the terminal is closed. */
export async function confirmed(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return /^\s*y(?:es)?\s*$/i.test(await terminal.question(question))
  } catch {
    return false
  } finally {
    terminal.close()
  }
}
