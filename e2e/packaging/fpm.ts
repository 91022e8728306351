/**
 * Plays fpm for electron-builder's deb target (`CUSTOM_FPM_PATH`), which would download it.
 *
 * - Takes the same arguments, and makes the archive with Debian's own dpkg-deb. electron-builder alone decides what goes
 *   into the package.
 * - An argument that is not known ends the program, so that none is ignored.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** fpm's options to the fields of a Debian package (Debian Policy, section 5). */
const FIELDS: Readonly<Record<string, string>> = {
  '--name': 'Package',
  '--version': 'Version',
  '--architecture': 'Architecture',
  '--maintainer': 'Maintainer',
  '--category': 'Section',
  '--deb-priority': 'Priority',
  '--url': 'Homepage',
  '-d': 'Depends',
  '--deb-recommends': 'Recommends',
  '--description': 'Description',
}
/** The scripts of the package. */
const SCRIPTS: Readonly<Record<string, string>> = {
  '--after-install': 'postinst',
  '--after-remove': 'postrm',
}
const PASSED_OVER = ['-s', '-t', '--vendor', '--license', '--deb-compression']

interface Wish {
  readonly fields: Map<string, string>
  readonly scripts: Map<string, string>
  readonly files: readonly { readonly from: string; readonly to: string }[]
  readonly output: string
}

function readWish(args: readonly string[]): Wish {
  const fields = new Map<string, string>()
  const scripts = new Map<string, string>()
  const files: { from: string; to: string }[] = []
  let output = ''
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? ''
    if (arg === '--force') continue
    if (!arg.startsWith('-')) {
      const [from = '', to = ''] = arg.split('=')
      files.push({ from, to })
      continue
    }
    at += 1
    const value = args[at] ?? ''
    const field = FIELDS[arg]
    const script = SCRIPTS[arg]
    if (field !== undefined) fields.set(field, [fields.get(field), value].filter(Boolean).join(', '))
    else if (script !== undefined) scripts.set(script, value)
    else if (arg === '--package') output = value
    else if (!PASSED_OVER.includes(arg)) throw new Error(`fpm is not known to take ${arg}`)
  }
  return { fields, scripts, files, output }
}

function build({ fields, scripts, files, output }: Wish, tree: string): void {
  for (const { from, to } of files) {
    mkdirSync(dirname(join(tree, to)), { recursive: true })
    cpSync(from, join(tree, to), { recursive: true, verbatimSymlinks: true })
  }
  mkdirSync(join(tree, 'DEBIAN'))
  for (const [name, path] of scripts) {
    writeFileSync(join(tree, 'DEBIAN', name), readFileSync(path))
    chmodSync(join(tree, 'DEBIAN', name), 0o755)
  }
  const control = [...fields].map(([name, value]) => `${name}: ${value}\n`).join('')
  writeFileSync(join(tree, 'DEBIAN/control'), control)
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zxz', '-z1', '--build', tree, output], {
    stdio: 'inherit',
  })
}

// dpkg-deb refuses folders that only their owner may read.
process.umask(0o022)
const tree = mkdtempSync(join(tmpdir(), 'kimi-proxy-deb-'))
try {
  chmodSync(tree, 0o755)
  build(readWish(process.argv.slice(2)), tree)
} finally {
  rmSync(tree, { recursive: true, force: true })
}
