/** Makes Node report itself as Electron. */
import Module from 'node:module'

export function imitateVersions(electron: string): void {
  Object.defineProperty(process, 'versions', { value: Object.freeze({ ...process.versions, electron }) })
}

export function loadAsMain(file: string): void {
  const loader = Module as unknown as { _load(request: string, parent: unknown, isMain: boolean): unknown }
  loader._load(file, null, true)
}
