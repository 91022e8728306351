/** The simulated Kimi of `e2e/simulator`, for tests below `electron/`. Only this file there imports from `e2e/`. */

export {
  type GrantForm,
  KimiSimulator,
  type ScriptedAnswer,
  type SimulatorOptions,
} from '../../e2e/simulator'
