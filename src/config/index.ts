export * from './config.ts'
export * from './environment.ts'
export * from './options.ts'
export * from './kept-secret.ts'
