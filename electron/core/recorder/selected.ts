/** The requests as they may go into a bug report: no session's name, no path that may hold one. Pure. */
import type { RecorderAnswer } from '../../contract/recorder'

/** Of Kimi's API; anything else may be a name or a key of the person's. */
const KNOWN_PATH =
  /^(?:\/v1)?\/(?:messages|messages\/count_tokens|chat\/completions|models|usages|files|api\/hello)$/

export function redacted({ records, sessions, days }: RecorderAnswer): RecorderAnswer {
  const names = new Map<string, string>()
  const nameOf = (session: string) => {
    const name = names.get(session) ?? `session ${names.size + 1}`
    names.set(session, name)
    return name
  }
  return {
    records: records.map((record) => ({
      ...record,
      session: record.session === null ? null : nameOf(record.session),
      path: KNOWN_PATH.test(record.path) ? record.path : '/…',
    })),
    sessions: sessions.map((one) => ({ ...one, session: nameOf(one.session) })),
    days,
  }
}

/** Those of the sessions whose name begins so. */
export function ofSession(answer: RecorderAnswer, session: string): RecorderAnswer {
  return {
    records: answer.records.filter((record) => record.session?.startsWith(session) === true),
    sessions: answer.sessions.filter((one) => one.session.startsWith(session)),
    days: [],
  }
}
