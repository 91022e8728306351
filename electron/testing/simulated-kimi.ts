/**
 * The simulated Kimi of `e2e/simulator`, for tests below `electron/`: what lies there imports `e2e/` through this file alone.
 */

export { KimiSimulator, type SimulatorOptions } from '../../e2e/simulator'
