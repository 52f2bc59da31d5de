declare const safe: unique symbol

/**
 * HTML that may be printed unescaped. Only this folder makes it, out of `sanitize`; everywhere else a plain string
 * does not fit where a SafeHtml is asked for. At run time it is a string, and is stored as one.
 */
export type SafeHtml = string & { readonly [safe]: true }
