/**
 * Candor on any page: <candor-testimonials>, <candor-topics>, <candor-discussion>. What they take, how they are themed and what a content
 * security policy has to allow stands in docs/embedding.md. They ask Candor and nobody else, and set no cookie.
 */
;(() => {
  // A second copy of this script has nothing to add.
  if (window.Candor) return

  const script =
    document.currentScript ?? document.querySelector('script[src*="/embed.js"], script[src*="/static/embed."]')
  const home = (script?.src ?? '').replace(/\/(static\/)?embed\.[^/]*$/, '')
  /** How far below the window a widget begins to load. */
  const early = '400px'

  /** What this page's own policy blocked lately: directives by the origin that was asked. */
  const blocked = new Map()
  const noteBlocked = ({ blockedURI, effectiveDirective }) => {
    if (URL.canParse(blockedURI)) blocked.set(new URL(blockedURI).origin, effectiveDirective.replace(/-elem$/, ''))
  }

  const pause = (time) => new Promise((done) => setTimeout(done, time))

  let policy
  /** Pages may demand that HTML comes from a named source (Trusted Types); ours is `candor`. */
  function toHtml(text) {
    policy ??= window.trustedTypes?.createPolicy('candor', { createHTML: (html) => html }) ?? { createHTML: String }
    return policy.createHTML(text)
  }

  let widgets = 0

  class Widget extends HTMLElement {
    #near
    #asking

    get home() {
      return (this.getAttribute('from') ?? home).replace(/\/+$/, '')
    }

    get root() {
      // A server may have sent the content along, in a declarative shadow root.
      return this.shadowRoot ?? this.attachShadow({ mode: 'open' })
    }

    connectedCallback() {
      if (widgets++ === 0) document.addEventListener('securitypolicyviolation', noteBlocked)
      this.#near = new IntersectionObserver(
        (seen) => {
          if (!seen.some(({ isIntersecting }) => isIntersecting)) return
          this.#near.disconnect()
          this.#load()
        },
        { rootMargin: early },
      )
      this.#near.observe(this)
    }

    disconnectedCallback() {
      if (--widgets === 0) document.removeEventListener('securitypolicyviolation', noteBlocked)
      this.#near.disconnect()
      this.#asking?.abort()
      this.#asking = undefined
      this.stop?.()
    }

    attributeChangedCallback() {
      if (this.#asking) this.#load()
    }

    async #load() {
      this.#asking?.abort()
      this.stop?.()
      const asking = (this.#asking = new AbortController())
      try {
        await this.fill(asking.signal)
      } catch (error) {
        if (asking.signal.aborted) return
        // The browser tells of a breach of the page's policy in a task of its own.
        await pause(50)
        if (!asking.signal.aborted) this.say(error instanceof Problem ? error.message : this.whyNothingCame())
      }
    }

    /** The attributes of these names that the element has. */
    given(names) {
      return Object.fromEntries(
        names.filter((name) => this.hasAttribute(name)).map((name) => [name, this.getAttribute(name)]),
      )
    }

    /** Asks Candor for a path. */
    async ask(path, query, signal) {
      if (!URL.canParse(this.home))
        throw new Problem(
          'Candor is not shown: the attribute from takes its whole address, such as https://example.com/support.',
        )
      const url = new URL(this.home + path)
      url.search = new URLSearchParams(query)
      const response = await fetch(url, { credentials: 'omit', signal })
      if (response.status >= 500 || response.status === 429)
        throw new Problem(`Candor is not shown: its server at ${this.home} is busy or down (${response.status}).`)
      return response
    }

    whyNothingCame() {
      const { origin } = new URL(this.home)
      const directive = blocked.get(origin)
      return directive
        ? `Candor is not shown: add ${origin} to ${directive} in this page’s Content-Security-Policy.`
        : `Candor is not shown: nothing answers at ${this.home}, so check the address that its script is loaded from.`
    }

    /** One sentence for whoever set the page up, instead of nothing. */
    say(sentence) {
      const line = document.createElement('p')
      line.setAttribute('part', 'problem')
      line.textContent = sentence
      this.root.replaceChildren(line)
    }
  }

  class Problem extends Error {}

  /** A widget that shows a piece of HTML as Candor made it. */
  class Fragment extends Widget {
    async fill(signal) {
      const { path, observedAttributes } = this.constructor
      const response = await this.ask(path, this.given(observedAttributes), signal)
      const html = await response.text()
      if (!html.startsWith('<link'))
        throw new Problem(
          `Candor is not shown: there is none at ${this.home}, so check the address that its script is loaded from.`,
        )
      await this.#show(html, signal)
    }

    async #show(html, signal) {
      const holder = document.createElement('template')
      holder.innerHTML = toHtml(html)
      const [sheet, ...parts] = holder.content.children
      const old = this.root.querySelector('link')
      if (old?.href !== sheet.href) {
        // Nothing is shown before its style is there: what is drawn twice moves.
        const isThere = new Promise((done) => {
          sheet.onload = () => done(true)
          sheet.onerror = () => done(false)
        })
        this.root.prepend(sheet)
        if (!(await isThere)) throw new Error('no style')
      }
      if (signal.aborted) return
      this.root.replaceChildren(old?.href === sheet.href ? old : sheet, ...parts)
    }
  }

  const frameStyle =
    ':host { display: block } :host([hidden]) { display: none } iframe { display: block; inline-size: 100%; block-size: 24rem; border: 0 }'
  /** How long a frame may be silent before somebody is told, in milliseconds. */
  const patience = 10_000

  /** A frame of Candor's own, as high as what is in it: what is written there is between its reader and Candor. */
  class Discussion extends Widget {
    static observedAttributes = ['url', 'page-title', 'category', 'theme']

    async fill(signal) {
      const here = document.querySelector('link[rel=canonical]')?.href ?? location.href
      // A fragment may hold what is nobody else's business, such as another service's token.
      const url = this.getAttribute('url') ?? here.split('#', 1)[0]
      const title = this.getAttribute('page-title') ?? document.title
      const theme = this.#theme()
      const response = await this.ask(
        '/embed/discussion.json',
        { url, title, theme, ...this.given(['category']) },
        signal,
      )
      const { problem, address } = await response.json()
      if (problem) throw new Problem(problem)
      const frame = document.createElement('iframe')
      frame.src = address
      frame.title = title
      // A frame of the page's own site could take it off itself.
      if (new URL(address).origin !== location.origin)
        frame.sandbox = 'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox'
      frame.style.colorScheme = theme
      this.#listen(frame, new URL(address).origin)
      this.root.adoptedStyleSheets = [sheetOf(frameStyle)]
      this.root.replaceChildren(frame)
    }

    #theme() {
      const asked = this.getAttribute('theme')
      if (asked === 'light' || asked === 'dark') return asked
      const scheme = getComputedStyle(this).colorScheme
      const isDark = scheme.includes('light') ? matchMedia('(prefers-color-scheme: dark)').matches : true
      return scheme.includes('dark') && isDark ? 'dark' : 'light'
    }

    #listen(frame, origin) {
      const hear = ({ source, origin: from, data }) => {
        if (source !== frame.contentWindow || from !== origin) return
        clearTimeout(silence)
        if (data.candor === 'hello')
          frame.contentWindow.postMessage({ candor: 'theme', tokens: this.#tokens() }, origin)
        if (data.candor === 'height')
          frame.style.blockSize = `${Math.min(Math.max(Number(data.height) || 0, 100), 100_000)}px`
      }
      const tell = () => this.say(this.whyNothingCame())
      const silence = setTimeout(tell, patience)
      const tellBlocked = ({ blockedURI }) => {
        if (blockedURI.startsWith(origin)) setTimeout(tell)
      }
      window.addEventListener('message', hear)
      document.addEventListener('securitypolicyviolation', tellBlocked)
      this.stop = () => {
        clearTimeout(silence)
        window.removeEventListener('message', hear)
        document.removeEventListener('securitypolicyviolation', tellBlocked)
      }
    }

    /** What the page says of looks; a frame inherits nothing. */
    #tokens() {
      const { color, fontFamily, getPropertyValue } = getComputedStyle(this)
      const value = (name) => getPropertyValue.call(getComputedStyle(this), `--candor-${name}`).trim()
      const named = ['accent', 'line', 'surface'].filter((name) => value(name)).map((name) => [name, value(name)])
      const ink = this.getAttribute('theme') ? value('ink') : value('ink') || color
      return Object.fromEntries([...named, ['font', value('font') || fontFamily], ...(ink ? [['ink', ink]] : [])])
    }
  }

  function sheetOf(text) {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    return sheet
  }

  const kinds = {
    testimonials: class extends Fragment {
      static path = '/embed/testimonials'
      static observedAttributes = ['count']
    },
    topics: class extends Fragment {
      static path = '/embed/topics'
      static observedAttributes = ['count', 'category', 'status']
    },
    discussion: Discussion,
  }

  /** The widget that `create` put into an element. */
  const made = new WeakMap()

  const api = {
    create(target, { widget, ...options } = {}) {
      const place = typeof target === 'string' ? document.querySelector(target) : target
      if (!(place instanceof Element)) throw new TypeError(`Candor.create: there is no element ${target}`)
      if (!Object.hasOwn(kinds, widget))
        throw new TypeError(`Candor.create: widget takes ${Object.keys(kinds).join(', ')}`)
      const known = made.get(place)
      const isSame = known?.localName === `candor-${widget}` && known.parentNode === place
      const element = isSame ? known : document.createElement(`candor-${widget}`)
      for (const [name, value] of Object.entries(options)) {
        const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
        if (value === undefined || value === null) element.removeAttribute(attribute)
        else if (element.getAttribute(attribute) !== String(value)) element.setAttribute(attribute, value)
      }
      if (!isSame) {
        known?.remove()
        place.append(element)
        made.set(place, element)
      }
      return { element, destroy: () => api.destroy(place) }
    },
    destroy(target) {
      const place = typeof target === 'string' ? document.querySelector(target) : target
      if (!place) return
      made.get(place)?.remove()
      made.delete(place)
    },
  }

  window.Candor = Object.freeze(api)
  for (const [name, kind] of Object.entries(kinds))
    if (!customElements.get(`candor-${name}`)) customElements.define(`candor-${name}`, kind)
})()
