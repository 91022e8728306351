/** "1 request", "2 requests", "0 requests"; `plural` where it is not the noun with an s. English only. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`
}
