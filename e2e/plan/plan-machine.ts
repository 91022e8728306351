/** The built command line beside a simulated Kimi that has a plan, and what the engine says about that plan. */
import { afterAll, beforeAll } from 'vitest'
import type { PlanState } from '../../electron/contract/plan'
import { until } from '../../electron/testing/until'
import {
  type EngineOptions,
  type Machine,
  type MachineOptions,
  machine,
  type TestEngine,
} from '../harness/machine'
import type { KimiSimulator } from '../simulator'

type End = (end: () => Promise<void>) => void

export interface PlanMachine extends Machine {
  readonly engine: TestEngine
  plan(): Promise<PlanState>
  /** Resolves once the engine has learned from `/usages` what the plan is. */
  untilQuotaKnown(): Promise<void>
}

export interface PlanMachineOptions extends MachineOptions {
  readonly engine?: EngineOptions
  /** Before the engine starts. */
  readonly prepare?: (simulator: KimiSimulator) => void
}

export async function planMachine(end: End, options: PlanMachineOptions = {}): Promise<PlanMachine> {
  const { engine: engineOptions, prepare, ...machineOptions } = options
  const bench = await machine(end, machineOptions)
  prepare?.(bench.simulator)
  bench.sandbox.saveLogin(bench.simulator.issueLogin())
  const engine = await bench.start(engineOptions)
  const plan = async (): Promise<PlanState> => {
    return JSON.parse((await engine.control('GET', 'state')).text).state.plan
  }
  const untilQuotaKnown = () => until('the quota is known', async () => (await plan()).quota.kind === 'known')
  return { ...bench, engine, plan, untilQuotaKnown }
}

/** One machine for all tests of a group. */
export function sharedPlanMachine(options: PlanMachineOptions = {}): () => PlanMachine {
  const ends: (() => Promise<void>)[] = []
  let bench: PlanMachine | null = null
  beforeAll(async () => {
    bench = await planMachine((end) => ends.push(end), options)
  })
  afterAll(async () => {
    for (const end of ends) await end()
  })
  return () => {
    if (bench === null) throw new Error('only for use in tests')
    return bench
  }
}

/** How many messages reached Kimi. */
export function messagesAt(simulator: KimiSimulator): number {
  return simulator.log.apiRequests.filter(
    ({ method, url }) => method === 'POST' && /\/v1\/messages(\?|$)/.test(url),
  ).length
}
