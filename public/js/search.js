/** What a search box offers while one types: topics in a list that the arrow keys go through. Loaded at the first focus. */

const wait = 180
let count = 0

/** Adds the list to a field whose `data-suggest` is asked for topics. */
export function offerTopics(field) {
  const list = document.createElement('ul')
  list.className = 'offers'
  list.id = `offers-${(count += 1)}`
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', field.getAttribute('aria-label'))
  list.hidden = true
  field.after(list)
  for (const [name, value] of Object.entries({
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-controls': list.id,
    'aria-expanded': 'false',
  }))
    field.setAttribute(name, value)
  listen(field, list)
}

function listen(field, list) {
  let timer
  let asked = 0
  const close = () => {
    clearTimeout(timer)
    asked += 1
    list.hidden = true
    list.replaceChildren()
    choose(field, undefined)
    field.setAttribute('aria-expanded', 'false')
  }
  const ask = async () => {
    const mine = (asked += 1)
    const topics = await topicsFor(field.dataset.suggest, field.value)
    // Overtaken by the next letter, or left meanwhile.
    if (!topics || mine !== asked) return
    close()
    list.append(...topics.map((topic, at) => offerOf(topic, `${list.id}-${at}`)))
    list.hidden = topics.length === 0
    field.setAttribute('aria-expanded', String(!list.hidden))
  }
  const askSoon = () => {
    clearTimeout(timer)
    if (field.value.trim().length < 2) close()
    else timer = setTimeout(ask, wait)
  }
  field.addEventListener('input', askSoon)
  // Whoever types fast was there before this script.
  if (field.value !== field.defaultValue) askSoon()
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault()
      close()
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (list.hidden) return
      event.preventDefault()
      move(field, list, event.key === 'ArrowDown' ? 1 : -1)
    } else if (event.key === 'Enter') {
      const chosen = list.querySelector('[aria-selected=true]')
      if (!chosen) return
      event.preventDefault()
      location.assign(chosen.dataset.address)
    }
  })
  // Before the click the field would lose the focus and the list would close.
  list.addEventListener('pointerdown', (event) => event.preventDefault())
  list.addEventListener('click', (event) => {
    const offer = event.target.closest('li')
    if (offer) location.assign(offer.dataset.address)
  })
  field.addEventListener('blur', close)
}

/** Shows topics that are like the title being typed, in a box whose `data-similar` is asked for them. */
export function showSimilar(box) {
  const field = document.getElementById(box.dataset.for)
  let timer
  let asked = 0
  const ask = async () => {
    const mine = (asked += 1)
    const topics = await topicsFor(box.dataset.similar, field.value)
    if (!topics || mine !== asked) return
    box.hidden = topics.length === 0
    box.querySelector('ul').replaceChildren(...topics.map((topic) => similarOf(topic, box.dataset.solved)))
  }
  const askSoon = () => {
    clearTimeout(timer)
    timer = setTimeout(ask, 2 * wait)
  }
  field.addEventListener('input', askSoon)
  // Whoever types fast was there before this script.
  if (field.value !== '') askSoon()
}

function similarOf({ title, address, isSolved }, solved) {
  const item = document.createElement('li')
  const link = document.createElement('a')
  link.href = address
  link.textContent = title
  item.append(link)
  if (isSolved) {
    const mark = document.createElement('span')
    mark.className = 'mark'
    mark.dataset.about = 'solved'
    mark.textContent = solved
    item.append(' ', mark)
  }
  return item
}

async function topicsFor(path, words) {
  try {
    const address = `${path}?q=${encodeURIComponent(words)}`
    const response = await fetch(address, { headers: { Accept: 'application/json' } })
    return response.ok ? (await response.json()).topics : undefined
  } catch {
    // No connection: the form still works.
    return undefined
  }
}

function offerOf({ title, address, category }, id) {
  const offer = document.createElement('li')
  offer.id = id
  offer.dataset.address = address
  offer.setAttribute('role', 'option')
  offer.setAttribute('aria-selected', 'false')
  const where = document.createElement('small')
  where.textContent = category
  offer.append(title, where)
  return offer
}

function move(field, list, by) {
  const offers = [...list.children]
  const at = offers.findIndex((offer) => offer.getAttribute('aria-selected') === 'true')
  // Beyond either end is the field itself.
  const next = at === -1 && by < 0 ? offers.length - 1 : at + by
  choose(field, offers[next])
}

function choose(field, offer) {
  const list = document.getElementById(field.getAttribute('aria-controls'))
  list.querySelector('[aria-selected=true]')?.setAttribute('aria-selected', 'false')
  offer?.setAttribute('aria-selected', 'true')
  offer?.scrollIntoView({ block: 'nearest' })
  if (offer) field.setAttribute('aria-activedescendant', offer.id)
  else field.removeAttribute('aria-activedescendant')
}
