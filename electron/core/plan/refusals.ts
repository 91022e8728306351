/**
 * What Kimi means by an answer that refuses a request: a closed list, told apart by status and message. Pure.
 *
 * Sources: Kimi's error reference (kimi.com/code/docs, "Error Reference") and answers that people have shown in public
 * (MoonshotAI/kimi-code#3014, Wei-Shaw/sub2api#6955, openclaw/openclaw#142656); the words of each stand in the test.
 * Neither the type nor a field tells them apart: `access_terminated_error` is both the gate for User-Agents and a used-up week,
 * `permission_error` both a used-up cycle and too many requests at a time. No refusal says when it ends.
 */
import type { LimitName } from '../../contract/plan'
import { isRecord } from '../basics/json'

interface Said {
  /** Kimi's own message, one line; empty where it gave none that can be read. */
  readonly words: string
}

export type KimiRefusal = Said &
  (
    | { readonly kind: 'limit'; readonly name: LimitName }
    | {
        readonly kind: /** The token is not accepted (401). */
          | 'signedOut'
          /** Kimi cannot tell whether the membership is active. */
          | 'membership'
          /** Too many requests at a time: over in seconds. */
          | 'concurrency'
          /** Kimi itself has too much to do, or too many requests came at once. */
          | 'overloaded'
          /** Chat completions are only for tools whose User-Agent Kimi knows. */
          | 'userAgentGate'
          /** The plan does not have this model, or nobody has. */
          | 'modelNotInPlan'
          | 'tooLarge'
          | 'contextTooLong'
          /** Refused for a reason that is not on this list, or by somebody before Kimi. */
          | 'unknown'
      }
  )

export type RefusalKind = KimiRefusal['kind']

/** What is read of a body, in characters: more than any error of Kimi's says. */
const LONGEST_BODY = 65_536
const LONGEST_WORDS = 600
/** `[{"error":{"message":…}}]` has three levels, some gateways wrap that once more. */
const DEEPEST = 5

/** Null for a status that refuses nothing. `bodyText`: unpacked; whatever it is, a verdict is given and nothing is thrown. */
export function refusalOf(status: number, bodyText: string): KimiRefusal | null {
  if (!(status >= 400)) return null
  const { words, type } = saidIn(bodyText.slice(0, LONGEST_BODY))
  return { words, ...verdict(status, words.toLowerCase(), type.toLowerCase()) }
}

type Verdict = { readonly kind: 'limit'; readonly name: LimitName } | { readonly kind: OtherKind }
type OtherKind = Exclude<RefusalKind, 'limit'>

const CONCURRENCY = /concurrent request|concurrency|too many concurrent/
const LIMIT =
  /usage limit|quota (?:is |has been )?(?:exhausted|exceeded|used up)|quota will (?:be )?(?:reset|refresh)/
const GATE = /only available for coding agents/
const NO_MODEL =
  /not found the model|model .{0,80}(?:not found|does not exist|not (?:included|available) in your plan)/
const MEMBERSHIP = /verify your membership|membership benefits/
const OVERLOADED = /overloaded|too many requests|rate limit|max rpm/
const TOO_LARGE = /message size \d+ exceeds|request (?:body )?(?:is )?too large/
const TOO_LONG = /exceeded model token limit|prompt is too long|maximum context length/

/** Only these statuses refuse for the plan; a message with any other may quote the words of a conversation. */
const OF_THE_PLAN = new Set([402, 403, 429])

function verdict(status: number, words: string, type: string): Verdict {
  if (status === 401) return { kind: 'signedOut' }
  if (OF_THE_PLAN.has(status)) return ofThePlan(words, type)
  if (NO_MODEL.test(words) && (status === 400 || status === 404)) return { kind: 'modelNotInPlan' }
  if (status === 413 || (status === 400 && TOO_LARGE.test(words))) return { kind: 'tooLarge' }
  if (status === 400 && TOO_LONG.test(words)) return { kind: 'contextTooLong' }
  if (status >= 500 && OVERLOADED.test(words)) return { kind: 'overloaded' }
  return { kind: 'unknown' }
}

function ofThePlan(words: string, type: string): Verdict {
  // Before the limits, whose words it shares.
  if (CONCURRENCY.test(words)) return { kind: 'concurrency' }
  if (GATE.test(words)) return { kind: 'userAgentGate' }
  if (MEMBERSHIP.test(words)) return { kind: 'membership' }
  if (LIMIT.test(words) || type === 'exceeded_current_quota_error') {
    return { kind: 'limit', name: limitIn(words) }
  }
  if (NO_MODEL.test(words)) return { kind: 'modelNotInPlan' }
  if (OVERLOADED.test(words)) return { kind: 'overloaded' }
  return { kind: 'unknown' }
}

/** The sentences that offer a purchase name windows too, of other plans. */
function limitIn(words: string): LimitName {
  const told = words
    .split(/[.!?]\s/)
    .filter((sentence) => !/purchase|upgrade|https?:/.test(sentence))
    .join(' ')
  if (/\b(?:5|five)[ -]?h(?:ours?)?\b/.test(told)) return 'fiveHours'
  if (/\bweek(?:ly)?\b|\b(?:7|seven)[ -]?days?\b/.test(told)) return 'week'
  if (/\bmonth(?:ly)?\b/.test(told)) return 'month'
  return 'billingCycle'
}

interface Message {
  readonly words: string
  readonly type: string
}

const NOTHING: Message = { words: '', type: '' }

function saidIn(body: string): Message {
  const text = body.trim()
  // A web page is a gateway's, whatever stands in it.
  if (text.startsWith('<')) return NOTHING
  try {
    return messageIn(JSON.parse(text), DEEPEST) ?? NOTHING
  } catch {
    // What only looks like JSON was cut, and may be anything.
    return /^[{["]/.test(text) ? NOTHING : { words: oneLine(text), type: '' }
  }
}

/** Anthropic's shape, OpenAI's, a bare message, or one of these in a list. */
function messageIn(value: unknown, levels: number): Message | null {
  if (levels === 0) return null
  if (typeof value === 'string') return { words: oneLine(value), type: '' }
  if (Array.isArray(value)) return messageIn(value[0], levels - 1)
  if (!isRecord(value)) return null
  const inner = messageIn(value['error'], levels - 1)
  if (inner !== null) return inner
  const { message, type, code } = value
  if (typeof message !== 'string') return null
  const named = [type, code].find((name) => typeof name === 'string')
  return { words: oneLine(message), type: typeof named === 'string' ? named : '' }
}

/** Nothing that could move a cursor. */
function oneLine(text: string): string {
  return text
    .slice(0, LONGEST_WORDS)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
}
