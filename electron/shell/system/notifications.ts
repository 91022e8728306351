/** Notices of the system. A notice that the system refuses is no loss: icon, menu and window say the same. */
import type { Notification, NotificationConstructorOptions } from 'electron'
import type { Logger } from '../../core/basics/ports'
import type { Notice } from '../../core/views/notice'

export interface NotificationParts {
  isSupported(): boolean
  create(options: NotificationConstructorOptions): Notification
}

export interface NoticeHandlers {
  /** Whether a notice can have a button. Where it cannot, a click on it does what its button would. */
  readonly hasButtons: boolean
  onNoticeClick(): void
  onNoticeButton(): void
}

export function createNotifier(
  parts: NotificationParts,
  log: Logger,
  { hasButtons, onNoticeClick, onNoticeButton }: NoticeHandlers,
): (notice: Notice) => void {
  /**
   * The notices on screen. A notice that is collected as garbage no longer reports its click, so each is held while shown.
   */
  const shown = new Set<Notification>()
  return ({ title, body, button }) => {
    try {
      if (!parts.isSupported()) return
      const isButton = hasButtons && button !== undefined
      const actions = isButton ? [{ type: 'button' as const, text: button }] : []
      const notification = parts.create({ title, body, actions })
      notification.on('click', button === undefined || isButton ? onNoticeClick : onNoticeButton)
      notification.on('action', onNoticeButton)
      notification.on('close', () => shown.delete(notification))
      notification.on('failed', (_event, error) => {
        shown.delete(notification)
        log.warn('notice-refused', { message: error })
      })
      notification.show()
      shown.add(notification)
    } catch (error) {
      log.warn('notice-refused', { message: error instanceof Error ? error.message : 'unknown' })
    }
  }
}
