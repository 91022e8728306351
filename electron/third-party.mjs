// The licences of the packages that esbuild has put into the product, as they ask to be handed on.
import { readdirSync, readFileSync } from 'node:fs'

/** `metafile`: esbuild's. Folders of the packages that any of `outputs` holds code of. */
function packageFolders(metafile, outputs) {
  const inputs = Object.entries(metafile.outputs)
    .filter(([path]) => outputs.some((name) => path.endsWith(`/${name}`)))
    .flatMap(([, { inputs }]) => Object.keys(inputs))
  const folders = inputs.map((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0])
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort()
}

/** Throws when a package has no licence file: somebody has to look at it. */
export function thirdPartyNotices(root, metafile, outputs) {
  return packageFolders(metafile, outputs)
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(`${root}/${folder}/package.json`, 'utf8'))
      const file = readdirSync(`${root}/${folder}`).find((entry) => /^licen[cs]e/i.test(entry))
      if (file === undefined) throw new Error(`${name} ${version} (${license}) has no licence file`)
      const text = readFileSync(`${root}/${folder}/${file}`, 'utf8').trim()
      return `${name} ${version} (${license})\n\n${text}\n`
    })
    .join(`\n${'-'.repeat(80)}\n\n`)
}
