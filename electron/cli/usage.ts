import { KimiProxyError } from '../core/errors'

/** A mistake in what was typed: one line, exit code 64. */
export function usage(message: string, recovery: string): KimiProxyError {
  return new KimiProxyError('USAGE', message, recovery)
}
