import type { WishKind } from '../kernel/index.ts'
import type { SupportRequest } from './request.model.ts'

/** Whether a case was opened for what a request asks for. */
export const hasCase = ({ history }: Pick<SupportRequest, 'history'>, kind: WishKind): boolean =>
  history.some(({ deed, to }) => deed === 'case' && to === kind)
