/** An object with every one of `keys`, each made by `make`. `keys` must be all the keys of `T`. Pure. */
export function forEveryKey<T extends object>(
  keys: readonly (keyof T)[],
  make: <Key extends keyof T>(key: Key) => T[Key],
): T {
  const made: Partial<T> = {}
  for (const key of keys) made[key] = make(key)
  if (!isWhole(made, keys)) throw new TypeError('a key is missing')
  return made
}

/** TypeScript does not count what a loop has filled in; this does. */
function isWhole<T extends object>(made: Partial<T>, keys: readonly (keyof T)[]): made is T {
  return keys.every((key) => Object.hasOwn(made, key))
}
