import type * as candor from '../dist/index.js' with { 'resolution-mode': 'import' }

export type Candor = candor.Candor
export type CandorOptions = candor.CandorOptions
export declare const createCandor: typeof candor.createCandor
