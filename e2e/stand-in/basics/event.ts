/** The first argument of Electron's events. */
export class StandInEvent {
  defaultPrevented = false

  preventDefault(): void {
    this.defaultPrevented = true
  }
}

/** Emits an event that listeners may prevent; true when none did. */
export function passes(
  emitter: { emit(name: string, ...args: unknown[]): boolean },
  name: string,
  ...args: unknown[]
): boolean {
  const event = new StandInEvent()
  emitter.emit(name, event, ...args)
  return !event.defaultPrevented
}
