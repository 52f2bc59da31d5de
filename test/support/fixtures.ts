import { endAll } from './endings.ts'
import { endStore, shareStore } from './store.ts'

/** Runs once before all test files, which run in processes of their own. */
export const mochaGlobalSetup = shareStore

/** Runs once after all test files. */
export const mochaGlobalTeardown = endStore

export const mochaHooks = { afterAll: endAll }
