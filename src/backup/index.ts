export { backupCommands } from './commands.ts'
export { isBeingRestored } from './marker.ts'
