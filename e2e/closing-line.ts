/** Ends a run with one plain line that any CI can read: how many tests passed, failed and were skipped, and on what. */
import type { Reporter, TestModule } from 'vitest/node'

class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0 }
    const flaky: string[] = []
    for (const module of modules) {
      if (module.errors().length > 0) count.failed += 1
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        count[state === 'pending' ? 'skipped' : state] += 1
        if (test.diagnostic()?.flaky === true) flaky.push(test.fullName)
      }
    }
    for (const name of flaky) process.stdout.write(`\npassed only at the second try: ${name}`)
    process.stdout.write(`\nNode ${process.version}\n`)
    process.stdout.write(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`)
  }
}

// biome-ignore lint/style/noDefaultExport: vitest loads a reporter by its default export
export default ClosingLine
