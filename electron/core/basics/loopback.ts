/** Which names mean this computer, and what a port is. */

export const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]']

const HOST_PORT = /^(\[[^\]]*\]|[^:]*)(?::\d*)?$/

export function isLoopbackHost(host: string): boolean {
  return isNamed(host, LOOPBACK_NAMES)
}

/** Whether a `Host` field, with or without a port, holds one of these names (in lower case). */
export function isNamed(host: string, names: readonly string[]): boolean {
  const name = HOST_PORT.exec(host)?.[1]
  return name !== undefined && names.includes(name.toLowerCase())
}

/** A whole number from 1 to 65535, in digits. */
export function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535
}
