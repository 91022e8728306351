/** How Kimi refuses a message: status, and the `type` and `message` of a body in Anthropic's shape. */
export interface Refusal {
  readonly status: number
  readonly type: string
  readonly message: string
}

const refusal = (status: number, type: string, message: string): Refusal => ({ status, type, message })

const RATE = 'rate_limit_error'
const REQUEST = 'invalid_request_error'

/**
 * Every refusal of a message, by what is meant. The words are from Kimi's error reference, or from threads of people who met
 * them; Kimi's reference gives only the part that identifies one, and the words around it are ours. `fiveHours` is made after
 * `week`: nobody has shown one. Note that `access_terminated_error` stands for a limit as well as for the User-Agent gate.
 */
export const REFUSALS = {
  signedOut: refusal(401, 'authentication_error', 'The API Key appears to be invalid or may have expired'),
  invalidAuthentication: refusal(401, 'authentication_error', 'Invalid Authentication'),
  membershipUnverified: refusal(
    402,
    'invalid_request_error',
    "We're unable to verify your membership benefits at this time. Please ensure your membership is active.",
  ),
  period: refusal(429, RATE, "You've reached your usage limit for this period. Please try again later."),
  fiveHours: refusal(
    403,
    'access_terminated_error',
    "You've reached your 5-hour usage limit. Your quota will reset when the current 5-hour window ends",
  ),
  week: refusal(
    403,
    'access_terminated_error',
    "You've reached your weekly (7-day) usage limit. Your quota will reset when the current 7-day window ends",
  ),
  month: refusal(429, RATE, "You've reached your kimi monthly usage limit."),
  billingCycle: refusal(403, 'permission_error', "You've reached your usage limit for this billing cycle"),
  accessTerminated: refusal(
    403,
    'access_terminated_error',
    "Access terminated: you've reached your usage limit for this billing cycle.",
  ),
  quotaExceeded: refusal(
    429,
    'exceeded_current_quota_error',
    'Your account has exceeded its current quota, please check your plan and balance',
  ),
  concurrency: refusal(
    403,
    'permission_error',
    "You've reached your concurrent request limit. Please wait for your ongoing requests to finish and try again.",
  ),
  concurrencyAsRate: refusal(
    429,
    RATE,
    "You've reached your concurrent request limit. Please wait for your ongoing requests to finish and try again.",
  ),
  overloaded: refusal(429, RATE, 'The engine is currently overloaded, please try again later'),
  tooManyRequests: refusal(429, RATE, 'Too many requests, please slow down'),
  userAgentGate: refusal(
    403,
    'access_terminated_error',
    'Kimi For Coding is currently only available for Coding Agents such as Kimi CLI, Claude Code, Roo Code, Kilo Code, etc.',
  ),
  modelNotInPlan: refusal(
    404,
    'resource_not_found_error',
    'Not found the model kimi-for-coding-highspeed or Permission denied',
  ),
  requestTooLarge: refusal(400, REQUEST, 'total message size 2097153 exceeds limit 2097152'),
  contextTooLong: refusal(
    400,
    REQUEST,
    'Invalid request: Your request exceeded model token limit: 262144 (requested: 262145)',
  ),
  reasoningMissing: refusal(
    400,
    REQUEST,
    'thinking is enabled but reasoning_content is missing in assistant tool call message at index 2',
  ),
  imageUrl: refusal(400, REQUEST, 'unsupported image url: https://example.com/picture.png'),
  duplicatedFunction: refusal(400, REQUEST, 'function name get_weather is duplicated'),
  highRisk: refusal(400, REQUEST, 'The request was rejected because it was considered high risk'),
  internal: refusal(500, 'api_error', 'Internal server error'),
} as const satisfies Readonly<Record<string, Refusal>>

export type RefusalName = keyof typeof REFUSALS

export const REFUSAL_NAMES: readonly RefusalName[] = Object.keys(REFUSALS).filter(
  (name): name is RefusalName => name in REFUSALS,
)
