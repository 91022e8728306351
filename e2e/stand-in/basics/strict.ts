/**
 * Makes a missing member of the stand-in an error. The check stands at the end of the prototype chain, so instances stay
 * ordinary objects (private fields, identity and `this` work), and only a member that nobody defined gets there.
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

/** An object that throws for every missing member. `base`: the prototype that an ordinary object would have. */
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

/** A copy of EventEmitter's prototype, because the whole process shares the original, which must not change. */
function emitterBase(end: object): object {
  return Object.create(end, Object.getOwnPropertyDescriptors(EventEmitter.prototype))
}

type Class = abstract new (...args: never[]) => object

/** The class itself, or the one of ours that it descends from. */
function oldestOf(target: Class): Class {
  const parent: unknown = Object.getPrototypeOf(target)
  return parent === EventEmitter || parent === Function.prototype ? target : oldestOf(parent as Class)
}

/** After this call, a member that neither the class nor an instance defines throws, statics included. */
export function sealClass(sealed: Class, name: string): void {
  const target = oldestOf(sealed)
  const isEmitter = target.prototype instanceof EventEmitter
  const end = loudEnd(name, Object.prototype)
  Object.setPrototypeOf(target.prototype, isEmitter ? emitterBase(end) : end)
  // `super()` still constructs the real base through the proxy.
  Object.setPrototypeOf(target, loudEnd(name, isEmitter ? EventEmitter : Function.prototype))
}

/** Does the same for a plain object that has no class. */
export function sealObject<T extends object>(target: T, name: string): T {
  return Object.setPrototypeOf(target, loudEnd(name, Object.prototype))
}
