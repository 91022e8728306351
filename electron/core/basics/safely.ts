import type { Logger } from './ports'

/** For callbacks of views: one that throws is logged, and whoever tells them goes on. */
export function safely(log: Logger, action: () => void): void {
  try {
    action()
  } catch (error) {
    log.error('view-failed', { message: error instanceof Error ? error.message : 'unknown' })
  }
}
