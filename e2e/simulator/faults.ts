/** An answer given in place of the real one. A string body is sent as text, anything else as JSON. */
export interface ScriptedAnswer {
  status: number
  body: string | object
  /** Added to, and winning over, the usual headers. */
  headers?: Record<string, string>
}

/** How an answer that grants is written. It grants all the same: Kimi has rotated before it is written. */
export interface GrantForm {
  status?: number
  headers?: Record<string, string>
  /** Put over the answer's own; `undefined` leaves one out. Without a refresh token nothing rotates. */
  fields?: Readonly<Record<string, unknown>>
  /** What the answer's JSON becomes on the wire. */
  pack?: (json: string) => Buffer | string
  /** What comes once the body is out: the end that was promised (as usual), a closed connection, or nothing. */
  end?: 'break' | 'never'
  /** Between the rotation and the first byte of the answer. */
  afterMs?: number
}

/** At `POST /api/oauth/token`. All but `form` strike before anything rotates. */
export type TokenFault =
  | { on: 'token'; form: GrantForm }
  | { on: 'token'; answer: ScriptedAnswer }
  | { on: 'token'; delayMs: number }
  | { on: 'token'; hang: true }
  | { on: 'token'; drop: true }

/** At `POST /api/oauth/device_authorization`, before a code is made. */
export type DeviceFault =
  | { on: 'device'; answer: ScriptedAnswer }
  | { on: 'device'; delayMs: number }
  | { on: 'device'; hang: true }
  | { on: 'device'; drop: true }

/** At any request under `/coding`, once its body was read and before its token is looked at. */
export type ApiFault =
  | { on: 'api'; answer: ScriptedAnswer }
  | { on: 'api'; delayMs: number }
  | { on: 'api'; heldUntil: Promise<void> }
  | { on: 'api'; hangBeforeHeaders: true }
  | { on: 'api'; dropBeforeHeaders: true }

/**
 * At an answer of `/v1/messages` that really streams; other requests do not use these up. Events are counted from
 * `message_start` = 1, pings included. A count beyond the end of the stream has no effect.
 */
export type StreamFault =
  /** Closes the connection at the boundary after this many events; 0 is after the headers. */
  | { on: 'api'; cutStreamAfterEvents: number }
  /** Closes the connection halfway through this event, 1 being the first. */
  | { on: 'api'; cutInsideEvent: number }
  /** Says nothing for `ms` after this many events, then goes on. */
  | { on: 'api'; stallAfterEvents: number; ms: number }

export type Fault = TokenFault | DeviceFault | ApiFault | StreamFault

/** Scripted faults that still wait for their requests: first scripted, first served, one of a kind per request. */
export class FaultScript {
  readonly token = new FaultQueue<TokenFault>()
  readonly device = new FaultQueue<DeviceFault>()
  readonly api = new FaultQueue<ApiFault>()
  readonly stream = new FaultQueue<StreamFault>()

  add(fault: Fault, times: number): void {
    if (fault.on === 'token') this.token.add(fault, times)
    else if (fault.on === 'device') this.device.add(fault, times)
    else if (isStreamFault(fault)) this.stream.add(fault, times)
    else this.api.add(fault, times)
  }
}

class FaultQueue<T> {
  readonly #waiting: { fault: T; timesLeft: number }[] = []

  add(fault: T, times: number): void {
    if (times > 0) this.#waiting.push({ fault, timesLeft: times })
  }

  take(): T | null {
    const head = this.#waiting[0]
    if (!head) return null
    head.timesLeft -= 1
    if (head.timesLeft <= 0) this.#waiting.shift()
    return head.fault
  }
}

function isStreamFault(fault: ApiFault | StreamFault): fault is StreamFault {
  return 'cutStreamAfterEvents' in fault || 'cutInsideEvent' in fault || 'stallAfterEvents' in fault
}
