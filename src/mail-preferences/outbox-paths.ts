/** Paths below the mount path. */
export const outboxPath = '/staff/mail'

/** A mail's own page, where mails stay here. */
export const mailPath = (id: string): string => `${outboxPath}/${id}`
