/**
 * Ends a run with plain lines that any CI can read: which tests were skipped and why, what the suite ran on, and last how
 * many tests passed, failed and were skipped.
 */
import type { Reporter, TestModule } from 'vitest/node'

interface Outcome {
  readonly name: string
  readonly state: 'passed' | 'failed' | 'skipped' | 'pending'
  readonly isFlaky: boolean
  /** The need that a skipped test lacks (`needs.ts`); undefined for a test that was not asked for. */
  readonly missing: string | undefined
}

/** The lines, from what became of each test; `otherFailures`: files that could not be loaded, errors outside of any test. */
export function closingLines(outcomes: readonly Outcome[], otherFailures: number): string[] {
  const count = { passed: 0, failed: otherFailures, skipped: 0 }
  const reasons = new Map<string, number>()
  for (const { state, missing } of outcomes) {
    const end = state === 'pending' ? 'skipped' : state
    count[end] += 1
    if (end !== 'skipped') continue
    const reason = missing === undefined ? 'not asked for' : `without ${missing}`
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  }
  const flaky = outcomes.filter(({ isFlaky }) => isFlaky)
  const skipped = [...reasons].sort(([, a], [, b]) => b - a).map(([reason, times]) => `${times} ${reason}`)
  return [
    ...flaky.map(({ name }) => `passed only at the second try: ${name}`),
    ...(skipped.length > 0 ? [`skipped: ${skipped.join(', ')}`] : []),
    `Node ${process.version}`,
    `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`,
  ]
}

class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const outcomes = tests.map((test) => ({
      name: test.fullName,
      state: test.result().state,
      isFlaky: test.diagnostic()?.flaky === true,
      missing: test.meta().missing,
    }))
    const broken = modules.filter((module) => module.errors().length > 0).length
    process.stdout.write(`\n${closingLines(outcomes, broken + unhandledErrors.length).join('\n')}\n`)
  }
}

// biome-ignore lint/style/noDefaultExport: vitest loads a reporter by its default export
export default ClosingLine
