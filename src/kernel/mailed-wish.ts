/** What somebody may ask for by mail that the law gives a clock: that something goes, or a copy of what is held of them. */
export const wishKinds = ['removal', 'data'] as const
export type WishKind = (typeof wishKinds)[number]

/** Such a mail, for whoever keeps those cases. */
export interface MailedWish {
  /** The id that its case gets: the same mail again is the same case. */
  key: string
  /** Small letters. */
  email: string
  /** Empty where the mail gave none. */
  name: string
  words: string
  receivedAt: Date
  locale: string
  /** The mail bore what only the holder of the address was sent; else the address is confirmed first. */
  isProven: boolean
}
