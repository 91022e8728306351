/** The one table of phrases, by topic. */
import { COMMAND_PHRASES } from './command-phrases'
import { DOCTOR_PHRASES } from './doctor-phrases'
import { TOPIC_PHRASES } from './finding-phrases'
import { INTENT_PHRASES } from './intent-phrases'
import { NOTICE_PHRASES } from './notice-phrases'
import { PROBLEM_PHRASES } from './problem-phrases'
import { SIGN_IN_PHRASES } from './sign-in-phrases'
import { TRAY_PHRASES } from './tray-phrases'
import { WINDOW_PHRASES } from './window-phrases'

export const TABLE = {
  ...TRAY_PHRASES,
  ...NOTICE_PHRASES,
  ...PROBLEM_PHRASES,
  ...WINDOW_PHRASES,
  ...DOCTOR_PHRASES,
  ...TOPIC_PHRASES,
  ...SIGN_IN_PHRASES,
  ...COMMAND_PHRASES,
  ...INTENT_PHRASES,
} as const
