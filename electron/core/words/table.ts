/** The one table of phrases, by topic. */
import { ANSWER_PHRASES } from './answer-phrases'
import { CLI_PHRASES } from './cli-phrases'
import { COMMAND_PHRASES } from './command-phrases'
import { DOCTOR_PHRASES } from './doctor-phrases'
import { TOPIC_PHRASES } from './finding-phrases'
import { HELP_PHRASES } from './help-phrases'
import { INTENT_PHRASES } from './intent-phrases'
import { NOTICE_PHRASES } from './notice-phrases'
import { PLAN_PHRASES } from './plan-phrases'
import { REASON_PHRASES } from './reason-phrases'
import { LOG_PHRASES } from './recorder/log-phrases'
import { SERVICE_PHRASES } from './service-phrases'
import { CONNECT_PHRASES } from './shell/connect-phrases'
import { MISS_PHRASES } from './shell/miss-phrases'
import { SHELL_PHRASES } from './shell/shell-phrases'
import { SPAN_PHRASES } from './shell/span-phrases'
import { STATUSLINE_PHRASES } from './shell/statusline-phrases'
import { SIGN_IN_PHRASES } from './sign-in-phrases'
import { STATUS_PHRASES } from './status-phrases'
import { TRAY_PHRASES } from './tray-phrases'
import { REQUEST_PHRASES } from './window/request-phrases'
import { SET_UP_PHRASES } from './window/set-up-phrases'
import { SETTINGS_PHRASES } from './window/settings-phrases'
import { VIEW_PHRASES } from './window/view-phrases'
import { WINDOW_PHRASES } from './window-phrases'

export const TABLE = {
  ...ANSWER_PHRASES,
  ...TRAY_PHRASES,
  ...NOTICE_PHRASES,
  ...PLAN_PHRASES,
  ...LOG_PHRASES,
  ...MISS_PHRASES,
  ...REASON_PHRASES,
  ...WINDOW_PHRASES,
  ...REQUEST_PHRASES,
  ...VIEW_PHRASES,
  ...SETTINGS_PHRASES,
  ...DOCTOR_PHRASES,
  ...TOPIC_PHRASES,
  ...SIGN_IN_PHRASES,
  ...COMMAND_PHRASES,
  ...CLI_PHRASES,
  ...CONNECT_PHRASES,
  ...HELP_PHRASES,
  ...SERVICE_PHRASES,
  ...STATUS_PHRASES,
  ...SHELL_PHRASES,
  ...STATUSLINE_PHRASES,
  ...SPAN_PHRASES,
  ...INTENT_PHRASES,
  ...SET_UP_PHRASES,
} as const
