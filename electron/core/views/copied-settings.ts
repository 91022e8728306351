/** Claude Code's settings as text to paste. Pure. */
import type { Platform } from '../../contract/app'

/**
 * `shell`: lines for the terminal of that system. `json`: for Claude Code's settings.json, where every variable is a text, with the
 * models for `/model`, which no variable can name each once.
 */
export function copiedSettings(
  settings: Readonly<Record<string, string>>,
  form: 'shell' | 'json',
  platform: Platform,
  { modelPicker, variables }: { readonly modelPicker: object; readonly variables: object },
): string {
  if (form === 'json') {
    return `${JSON.stringify({ env: { ...variables, ...settings }, modelPicker }, null, 2)}\n`
  }
  const line = platform === 'win32' ? powerShellLine : posixLine
  return Object.entries(settings)
    .map(([name, value]) => `${line(name, value)}\n`)
    .join('')
}

function posixLine(name: string, value: string): string {
  return `export ${name}=${/^[\w./:,@%+=-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`}`
}

function powerShellLine(name: string, value: string): string {
  return `$env:${name} = '${value.replaceAll("'", "''")}'`
}
