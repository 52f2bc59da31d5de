import type { MessageKey, Role } from '../kernel/index.ts'

/** Message keys of what is done by people who work here, by the log's own word for it. */
export const actionKeys = {
  'category.create': 'audit:actions.category.create',
  'category.change': 'audit:actions.category.change',
  'category.order': 'audit:actions.category.order',
  'topic.edit': 'audit:actions.topic.edit',
  'topic.close': 'audit:actions.topic.close',
  'topic.reopen': 'audit:actions.topic.reopen',
  'topic.pin': 'audit:actions.topic.pin',
  'topic.unpin': 'audit:actions.topic.unpin',
  'topic.move': 'audit:actions.topic.move',
  'topic.merge': 'audit:actions.topic.merge',
  'topic.split': 'audit:actions.topic.split',
  'topic.takeDown': 'audit:actions.topic.takeDown',
  'topic.restore': 'audit:actions.topic.restore',
  'post.takeDown': 'audit:actions.post.takeDown',
  'post.restore': 'audit:actions.post.restore',
  'post.hold': 'audit:actions.post.hold',
  'post.keep': 'audit:actions.post.keep',
  'account.silence': 'audit:actions.account.silence',
  'account.unsilence': 'audit:actions.account.unsilence',
  'account.suspend': 'audit:actions.account.suspend',
  'account.unsuspend': 'audit:actions.account.unsuspend',
  'account.roles': 'audit:actions.account.roles',
  'account.look': 'audit:actions.account.look',
  'mail.retry': 'audit:actions.mail.retry',
  'mail.discard': 'audit:actions.mail.discard',
  'testimonial.edit': 'audit:actions.testimonial.edit',
  'testimonial.ask': 'audit:actions.testimonial.ask',
  'testimonial.publish': 'audit:actions.testimonial.publish',
  'testimonial.unpublish': 'audit:actions.testimonial.unpublish',
  'testimonial.remove': 'audit:actions.testimonial.remove',
  'testimonial.invite': 'audit:actions.testimonial.invite',
  'testimonial.endInvitation': 'audit:actions.testimonial.endInvitation',
  'testimonial.enter': 'audit:actions.testimonial.enter',
  'testimonial.arrange': 'audit:actions.testimonial.arrange',
  'testimonial.tweet': 'audit:actions.testimonial.tweet',
  'testimonial.untweet': 'audit:actions.testimonial.untweet',
  'testimonial.look': 'audit:actions.testimonial.look',
} as const satisfies Record<string, MessageKey>

export const thingKeys = {
  category: 'audit:things.category',
  topic: 'audit:things.topic',
  post: 'audit:things.post',
  account: 'audit:things.account',
  mail: 'audit:things.mail',
  testimonial: 'audit:things.testimonial',
  invitation: 'audit:things.invitation',
  tweet: 'audit:things.tweet',
} as const satisfies Record<string, MessageKey>

/** Message keys of each role: its name, and what it may. */
export const roleKeys = {
  owner: { name: 'people:role.owner', what: 'people:roleWhat.owner' },
  moderator: { name: 'people:role.moderator', what: 'people:roleWhat.moderator' },
  agent: { name: 'people:role.agent', what: 'people:roleWhat.agent' },
  marketing: { name: 'people:role.marketing', what: 'people:roleWhat.marketing' },
} as const satisfies Record<Role, { name: MessageKey; what: MessageKey }>
