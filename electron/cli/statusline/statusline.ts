/**
 * `kimi-proxy statusline`: one line for Claude Code's status line, which is drawn anew after each answer. `cli.ts` loads this file without
 * the rest of the command line, so it imports little.
 */
import { terminalLanguage } from '../../core/basics/terminal-language'
import { statuslineText, toldSession } from '../../core/views/cli/statusline'
import { glanceAt } from '../../node/engine/glance'
import { pathsFor } from '../../node/files/paths'

/** Whoever gives no input, or does not end it, gets a line all the same. */
const INPUT_LIMIT_MS = 200
const LONGEST_INPUT = 1_048_576
const ENGINE_LIMIT_MS = 400

/** Always 0, since Claude Code shows nothing of a command that fails. */
export async function printStatusline(env: Readonly<Record<string, string | undefined>>): Promise<number> {
  const input = jsonIn(await inputOf(process.stdin))
  const glance = await glanceAt(pathsFor(env).runFile, ENGINE_LIMIT_MS, toldSession(input))
  process.stdout.write(`${statuslineText(terminalLanguage(env), input, glance, Date.now())}\n`)
  return 0
}

/** What has come until its end, until it is a whole JSON text, or until the time is up. Empty for a terminal. */
function inputOf(stream: NodeJS.ReadStream): Promise<string> {
  if (stream.isTTY) return Promise.resolve('')
  return new Promise((resolve) => {
    let text = ''
    const end = () => {
      clearTimeout(timer)
      stream.destroy()
      resolve(text)
    }
    const timer = setTimeout(end, INPUT_LIMIT_MS)
    stream.setEncoding('utf8')
    stream.on('data', (part: string) => {
      text += part
      if (text.length > LONGEST_INPUT || jsonIn(text) !== undefined) end()
    })
    stream.once('end', end)
    stream.once('error', end)
  })
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
