/** Asks again and again until the answer is yes, for what another process does at its own pace. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  limitMs = 20_000,
): Promise<void> {
  const endAt = performance.now() + limitMs
  while (!(await holds())) {
    if (performance.now() > endAt) throw new Error(`still not so after ${limitMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
