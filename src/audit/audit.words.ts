/** Everything that people who work here do and that leaves an entry. A new action does not compile until it stands here. */
export const auditActions = [
  'category.create',
  'category.change',
  'category.order',
  'topic.edit',
  'topic.close',
  'topic.reopen',
  'topic.pin',
  'topic.unpin',
  'topic.move',
  'topic.merge',
  'topic.split',
  'topic.takeDown',
  'topic.restore',
  'post.takeDown',
  'post.restore',
  'post.hold',
  'post.keep',
  'account.silence',
  'account.unsilence',
  'account.suspend',
  'account.unsuspend',
  'account.roles',
  'account.look',
  'agent.invite',
  'agent.accept',
  'agent.withdraw',
  'mail.retry',
  'mail.discard',
  'testimonial.edit',
  'testimonial.ask',
  'testimonial.publish',
  'testimonial.unpublish',
  'testimonial.remove',
  'testimonial.invite',
  'testimonial.endInvitation',
  'testimonial.enter',
  'testimonial.arrange',
  'testimonial.tweet',
  'testimonial.untweet',
  'testimonial.look',
  'policy.draft',
  'policy.announce',
  'policy.callOff',
  'access.enter',
  'access.answer',
  'access.decline',
] as const
export type AuditAction = (typeof auditActions)[number]

/** Those that only looked. */
export const auditLooks: readonly AuditAction[] = ['account.look', 'testimonial.look']

export const auditThings = [
  'category',
  'topic',
  'post',
  'account',
  'mail',
  'testimonial',
  'invitation',
  'tweet',
  'agent-invitation',
  'policy',
  'access-request',
] as const
export type AuditThing = (typeof auditThings)[number]

/** How long an entry is kept, in days; age is the only thing that ends one. */
export const auditDays = 730
