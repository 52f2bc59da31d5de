export { createAudit, type Audit, type AuditFilter } from './audit.ts'
export { auditHolder } from './audit.holder.ts'
export { auditActions, type AuditAction } from './audit.words.ts'
export { auditData, type AuditEntry } from './entry.model.ts'
