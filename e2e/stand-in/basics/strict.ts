/**
 * Makes what the stand-in lacks loud. The check sits at the end of the prototype chain, so instances stay ordinary
 * objects (private fields, identity and `this` work) and only a member that nobody defined gets there.
 */
import { EventEmitter } from 'node:events'

/** Names that Node, Playwright, vitest and promises ask every object for. */
const PROBES = new Set([
  'then',
  'toJSON',
  'inspect',
  'nodeType',
  'asymmetricMatch',
  '$$typeof',
  '__esModule',
  'domain',
])

/** An object whose missing members throw; `base` is what an ordinary object would inherit from. */
function loudEnd<T extends object>(name: string, base: T): T {
  return new Proxy(base, {
    get(target, member, receiver) {
      if (typeof member === 'symbol' || member in target || PROBES.has(member)) {
        return Reflect.get(target, member, receiver)
      }
      throw new Error(`the stand-in has no ${name}.${member}`)
    },
  })
}

/** A copy of EventEmitter's prototype: the original is shared by the whole process and must stay as it is. */
function emitterBase(end: object): object {
  return Object.create(end, Object.getOwnPropertyDescriptors(EventEmitter.prototype))
}

type Class = abstract new (...args: never[]) => object

/** After this, members that neither the class nor its instances have throw, statics included. */
export function sealClass(target: Class, name: string): void {
  const isEmitter = target.prototype instanceof EventEmitter
  const end = loudEnd(name, Object.prototype)
  Object.setPrototypeOf(target.prototype, isEmitter ? emitterBase(end) : end)
  // `super()` still constructs the real base through the proxy.
  Object.setPrototypeOf(target, loudEnd(name, isEmitter ? EventEmitter : Function.prototype))
}

/** The same for a plain object without prototype of its own. */
export function sealObject<T extends object>(target: T, name: string): T {
  return Object.setPrototypeOf(target, loudEnd(name, Object.prototype))
}
