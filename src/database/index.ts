export * from './database.ts'
export { migrate, migrationData, NewerDatabase, type Migration } from './migrations.ts'
export { isDuplicateKey } from './duplicate-key.ts'
