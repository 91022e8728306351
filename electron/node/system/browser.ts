/** Opens a page in the person's own browser. The caller has checked the page. */
import { spawn } from 'node:child_process'
import type { Environment } from '../../core/settings/launch-env'

/** False where no program could be started for the page. */
export function openBrowser(
  page: string,
  env: Environment,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  const [program, args] = openerFor(page, platform)
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      detached: true,
      stdio: 'ignore',
      windowsHide: true,
      env: { ...env },
    })
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}

/** No shell is used, because a shell would interpret the address. */
function openerFor(page: string, platform: NodeJS.Platform): [program: string, args: string[]] {
  switch (platform) {
    case 'darwin':
      return ['open', [page]]
    case 'win32':
      return ['rundll32.exe', ['url.dll,FileProtocolHandler', page]]
    default:
      return ['xdg-open', [page]]
  }
}
