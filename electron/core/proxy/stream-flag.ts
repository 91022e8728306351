/** Whether the body of a message asks for a stream. False for a body that is no JSON, or not whole yet. Pure. */
export function asksForStream(body: string): boolean {
  try {
    const message: unknown = JSON.parse(body)
    return typeof message === 'object' && message !== null && 'stream' in message && message.stream === true
  } catch {
    return false
  }
}
