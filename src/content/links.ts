/** Where the forum lives, worked out once for each rendering. */
export interface Site {
  /** Scheme, host and port, as in `https://forum.example`. */
  origin: string
  /** What relative addresses are resolved against and made absolute; without it they stay as they were written. */
  baseUrl: string | undefined
}

/**
 * Works out where the forum lives.
 *
 * @param siteOrigin any address on the site; only its origin counts
 * @param baseUrl the address of the page a text is written for
 * @throws TypeError when one of the two is no absolute address
 */
export function siteAt(siteOrigin: string, baseUrl?: string): Site {
  return { origin: new URL(siteOrigin).origin, baseUrl: baseUrl === undefined ? undefined : new URL(baseUrl).href }
}

/**
 * Says whether a text may link to this address: http, https and mailto, and whatever is relative to the site. The
 * address must be one a browser can read, because what it cannot read nobody can classify.
 */
export function mayLinkTo(address: string): boolean {
  const scheme = schemeOf(address)
  if (scheme === 'mailto') return true
  if (scheme === 'http' || scheme === 'https') return URL.canParse(address)
  return scheme === undefined && URL.canParse(address, 'https://relative.invalid')
}

/** Says whether an address leads to another site. E-mail addresses lead to no site, so they do not. */
export function isExternal(address: string, site: Site): boolean {
  const base = site.baseUrl ?? site.origin
  if (!URL.canParse(address, base)) return false
  const url = new URL(address, base)
  return url.protocol !== 'mailto:' && url.origin !== site.origin
}

/**
 * Makes a relative address absolute when the site has a base, so that stored HTML means the same in a mail, a feed and
 * a foreign page as in the topic. A bare `#fragment` belongs to whatever page shows it, so it stays.
 */
export function resolveAddress(address: string, site: Site): string {
  if (site.baseUrl === undefined || address.startsWith('#') || schemeOf(address) !== undefined) return address
  return new URL(address, site.baseUrl).href
}

function schemeOf(address: string): string | undefined {
  // Browsers drop tabs and newlines and skip leading control characters before they read the scheme (WHATWG URL 4.4).
  const read = address.replace(/[\t\n\r]/g, '').replace(/^[\0-\x20]+/, '')
  return /^([a-z][a-z0-9+.-]*):/i.exec(read)?.[1]?.toLowerCase()
}
