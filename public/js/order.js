/** Puts cards of a list into another order by dragging; the buttons beside the handle do the same without this file. */

const list = document.querySelector('[data-order]')

for (const handle of list.querySelectorAll('.board-handle')) {
  handle.hidden = false
  handle.addEventListener('pointerdown', begin)
}

function begin(event) {
  if (event.button !== 0) return
  event.preventDefault()
  const handle = event.currentTarget
  const card = handle.closest('li')
  const before = card.nextElementSibling
  handle.setPointerCapture(event.pointerId)
  card.toggleAttribute('data-dragged', true)
  const follow = ({ clientX, clientY }) => moveTo(card, clientX, clientY)
  const end = ({ type }) => {
    handle.removeEventListener('pointermove', follow)
    for (const each of ['pointerup', 'pointercancel', 'lostpointercapture']) handle.removeEventListener(each, end)
    card.toggleAttribute('data-dragged', false)
    if (type === 'pointercancel') putBefore(card, before)
    else if (card.nextElementSibling !== before) send(card)
  }
  handle.addEventListener('pointermove', follow)
  for (const each of ['pointerup', 'pointercancel', 'lostpointercapture']) handle.addEventListener(each, end)
}

/** Nothing passes those that are featured. */
function moveTo(card, x, y) {
  const over = document.elementFromPoint(x, y)?.closest('[data-order] > li')
  if (!over || over === card || over.hasAttribute('data-featured') !== card.hasAttribute('data-featured')) return
  const { top, height } = over.getBoundingClientRect()
  putBefore(card, y < top + height / 2 ? over : over.nextElementSibling)
}

/** The others make room one by one: an element that is taken out of the page, even for a moment, loses the pointer. */
function putBefore(card, next) {
  if (next === card) return
  const isUp = next !== null && Boolean(card.compareDocumentPosition(next) & window.Node.DOCUMENT_POSITION_PRECEDING)
  while (card.nextElementSibling !== next) {
    if (isUp) card.after(card.previousElementSibling)
    else card.before(card.nextElementSibling)
  }
}

/** Sent as the buttons send it: the answer is the board as it is then. */
function send(card) {
  const above = card.previousElementSibling
  const isBeside = above && above.hasAttribute('data-featured') === card.hasAttribute('data-featured')
  const form = card.querySelector('form')
  const to = document.createElement('input')
  to.type = 'hidden'
  to.name = 'to'
  to.value = isBeside ? `after:${above.dataset.id}` : `before:${card.nextElementSibling.dataset.id}`
  form.append(to)
  form.requestSubmit()
}
