/** A process of the benchmark's own that takes tasks over Node's IPC, and the client of such a process. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** A task of a worker: one argument and one result, both plain data. */
type Task = (input: never) => unknown
type InputOf<T> = T extends (input: infer I) => unknown ? I : never
type ResultOf<T> = T extends (input: never) => infer R ? Awaited<R> : never

interface Question {
  readonly id: number
  readonly task: string
  readonly input: unknown
}

type Reply =
  | { readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly id: number; readonly ok: false; readonly reason: string }

interface Waiting {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
}

export class BenchWorker<Tasks extends { [Name in keyof Tasks]: Task }> {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0

  constructor(script: string, args: readonly string[] = []) {
    const env = { PATH: process.env['PATH'] ?? '' }
    this.#child = fork(script, args, { env, execArgv: [], serialization: 'advanced' })
    this.#child.on('message', (reply: Reply) => this.#settle(reply))
    this.#child.once('exit', (code) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`${script} ended with ${code}`))
      this.#waiting.clear()
    })
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** Rejects when the task fails, or when the worker ends. */
  ask<Name extends keyof Tasks & string>(
    task: Name,
    input: InputOf<Tasks[Name]>,
  ): Promise<ResultOf<Tasks[Name]>> {
    this.#lastId += 1
    const question: Question = { id: this.#lastId, task, input }
    return new Promise((resolve, reject) => {
      this.#waiting.set(question.id, {
        resolve: (result) => resolve(result as ResultOf<Tasks[Name]>),
        reject,
      })
      this.#child.send(question)
    })
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    await gone
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if (reply.ok) waiting?.resolve(reply.result)
    else waiting?.reject(new Error(reply.reason))
  }
}

/** Called in the worker: carries out tasks until the process that started it has gone. */
export function serveTasks(tasks: Readonly<Record<string, Task>>): void {
  process.on('message', (question: Question) => {
    const reply = (message: Reply) => process.send?.(message)
    const { id } = question
    Promise.resolve()
      .then(() => tasks[question.task]?.(question.input as never))
      .then(
        (result) => reply({ id, ok: true, result }),
        (error: unknown) =>
          reply({ id, ok: false, reason: error instanceof Error ? error.message : String(error) }),
      )
  })
  process.once('disconnect', () => process.exit(0))
  process.once('SIGTERM', () => process.exit(0))
}
