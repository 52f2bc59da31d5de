export * from './database.ts'
export { isDuplicateKey } from './duplicate-key.ts'
