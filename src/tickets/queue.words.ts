/** The lists that the queue offers; what each holds stands in queries/list-queue.ts. */
export const queueNames = [
  'waiting',
  'mine',
  'unassigned',
  'overdue',
  'active',
  'pending',
  'hold',
  'solved',
  'closed',
] as const
export type QueueName = (typeof queueNames)[number]

export const queueKeys = {
  waiting: 'tickets:queue.waiting',
  mine: 'tickets:queue.mine',
  unassigned: 'tickets:queue.unassigned',
  overdue: 'tickets:queue.overdue',
  active: 'tickets:queue.active',
  pending: 'tickets:state.pending',
  hold: 'tickets:state.hold',
  solved: 'tickets:state.solved',
  closed: 'tickets:state.closed',
} as const satisfies Record<QueueName, string>

/** Lists whose length is told beside their name; those of what is over have none. */
export const countedQueues: readonly QueueName[] = ['waiting', 'mine', 'unassigned', 'overdue', 'active']

/** A longer list needs no exact number. */
export const mostCounted = 99

/** What can be done to several requests at once. */
export const bulkDeeds = [
  'take',
  'release',
  'wait',
  'hold',
  'solve',
  'close',
  'urgent',
  'high',
  'normal',
  'low',
] as const
export type BulkDeed = (typeof bulkDeeds)[number]

/** How many requests a page of the queue shows, and a bulk action takes. */
export const queueSize = 25
