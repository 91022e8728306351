/** `nativeImage`: knows the size of PNG files and of their siblings for other densities, and draws nothing. */
import { readFileSync } from 'node:fs'
import type * as Electron from 'electron'
import { sealClass, sealObject } from '../basics/strict'

interface Representation {
  readonly scale: number
  readonly width: number
  readonly height: number
  readonly png: Buffer
}

type Surface = Pick<
  Electron.NativeImage,
  | 'setTemplateImage'
  | 'isTemplateImage'
  | 'isEmpty'
  | 'getSize'
  | 'getScaleFactors'
  | 'toPNG'
  | 'getAspectRatio'
>

const PNG_SIGNATURE = '89504e470d0a1a0a'

export class NativeImage implements Surface {
  readonly #representations: readonly Representation[]
  #template = false

  constructor(representations: readonly Representation[]) {
    this.#representations = representations
  }

  get isMacTemplateImage(): boolean {
    return this.#template
  }

  setTemplateImage(option: boolean): void {
    this.#template = option
  }

  isTemplateImage(): boolean {
    return this.#template
  }

  isEmpty(): boolean {
    return this.#representations.length === 0
  }

  /** The size in points: that of the smallest file, or of another scale. */
  getSize(scaleFactor = 1): Electron.Size {
    const { width, height, scale } = this.#nearest(scaleFactor) ?? { width: 0, height: 0, scale: 1 }
    return {
      width: Math.round((width / scale) * scaleFactor),
      height: Math.round((height / scale) * scaleFactor),
    }
  }

  getAspectRatio(): number {
    const { width, height } = this.getSize()
    return height === 0 ? 1 : width / height
  }

  getScaleFactors(): number[] {
    return this.#representations.map(({ scale }) => scale)
  }

  toPNG(options: Electron.ToPNGOptions = {}): Buffer {
    return this.#nearest(options.scaleFactor ?? 1)?.png ?? Buffer.alloc(0)
  }

  #nearest(scaleFactor: number): Representation | undefined {
    return this.#representations.find(({ scale }) => scale === scaleFactor) ?? this.#representations[0]
  }
}
sealClass(NativeImage, 'NativeImage')

function read(path: string, scale: number): Representation[] {
  try {
    const png = readFileSync(path)
    if (png.subarray(0, 8).toString('hex') !== PNG_SIGNATURE) return []
    return [{ scale, png, width: png.readUInt32BE(16), height: png.readUInt32BE(20) }]
  } catch {
    return []
  }
}

/** The densities that Electron looks for beside a file (electronjs.org, nativeImage, "High Resolution Image"). */
const SCALES = [1.25, 1.33, 1.4, 1.5, 1.8, 2, 2.5, 3, 4, 5]

type ModuleSurface = { createFromPath(path: string): NativeImage; createEmpty(): NativeImage }

export const nativeImage: ModuleSurface = sealObject(
  {
    createFromPath(path: string): NativeImage {
      const name = /^(.*)\.png$/i.exec(path)?.[1]
      const main = read(path, 1)
      const others = name === undefined || main.length === 0 ? [] : SCALES
      const image = new NativeImage([
        ...main,
        ...others.flatMap((scale) => read(`${name}@${scale}x.png`, scale)),
      ])
      // Electron takes this name for a template on macOS; on other systems the flag has no effect.
      if (name?.endsWith('Template') === true) image.setTemplateImage(true)
      return image
    },

    createEmpty(): NativeImage {
      return new NativeImage([])
    },
  },
  'nativeImage',
)
