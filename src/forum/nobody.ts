import type { PersonView } from '../accounts/index.ts'

/** Stands where a person is not to be named: a removed post, an account that is gone. */
export const nobody: PersonView = { name: '', initials: '', hue: 0, isStaff: false, isSample: false }
