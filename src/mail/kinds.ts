import type { MessageKey } from '../kernel/index.ts'

/** Service mail belongs to something the person does here and can't be switched off; marketing must be asked for. */
export const mailCategories = ['service', 'notification', 'marketing'] as const
export type MailCategory = (typeof mailCategories)[number]

/** A kind of mail that a feature sends, as the page of preferences explains it. */
export interface MailKind {
  /** Small letters and `-`. */
  kind: string
  category: MailCategory
  /** Whether it is sent to who never chose. Only a notification may be `off` or `on`. */
  default: 'on' | 'off'
  titleKey: MessageKey
  textKey: MessageKey
}

/** A kind of service mail, which is always on. */
export function serviceMail(kind: string, titleKey: MessageKey, textKey: MessageKey): MailKind {
  return { kind, category: 'service', default: 'on', titleKey, textKey }
}

export interface MailKinds {
  /** Adds kinds. Throws when a name is taken or can't be used, or a default doesn't fit the category. */
  register(...kinds: readonly MailKind[]): void
  /** The kind of that name. Throws when nobody registered it. */
  named(kind: string): MailKind
  /** The kind of that name, if it is still sent. */
  find(kind: string): MailKind | undefined
  all(): readonly MailKind[]
}

/** The kinds of one instance; each feature adds its own when it is set up. */
export function createMailKinds(): MailKinds {
  const kinds = new Map<string, MailKind>()
  return {
    register(...added) {
      for (const kind of added) {
        requireUsable(kind)
        if (kinds.has(kind.kind)) throw new Error(`The mail kind ${kind.kind} is registered twice.`)
        kinds.set(kind.kind, kind)
      }
    },
    named(name) {
      const kind = kinds.get(name)
      if (!kind) throw new Error(`The mail kind ${name} is not registered.`)
      return kind
    },
    find: (name) => kinds.get(name),
    all: () => [...kinds.values()],
  }
}

/** The word that stands for every kind in a choice; no kind may have this name. */
export const everyKind = 'all'

function requireUsable({ kind, category, default: given }: MailKind): void {
  if (!/^[a-z][a-z-]{0,59}$/.test(kind) || kind === everyKind) throw new Error(`${kind} can't name a mail kind.`)
  const must = category === 'service' ? 'on' : category === 'marketing' ? 'off' : given
  if (given !== must) throw new Error(`The mail kind ${kind} is ${category} and must be ${must} by default.`)
}
