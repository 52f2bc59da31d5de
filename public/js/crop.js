/** Comfort only, for the page of one's own photo: shows the chosen picture and lets its square be chosen by hand. */

const nearest = 8
const step = 0.02

/** The square in fractions: its middle of the picture's width and height, its size of the shorter side. */
const centred = { x: 0.5, y: 0.5, zoom: 0 }

function start(form) {
  const parts = {
    file: form.elements.namedItem('photo'),
    rough: form.querySelector('[data-crop-part]'),
    editor: form.querySelector('[data-crop-editor]'),
    problem: form.querySelector('[data-crop-problem]'),
    stage: form.querySelector('canvas'),
    zoom: form.querySelector('[type=range]'),
    fields: Object.fromEntries(['x', 'y', 'size'].map((name) => [name, form.elements.namedItem(name)])),
  }
  let picture
  let square = centred
  const show = (changed) => {
    square = within(picture, { ...square, ...changed })
    parts.zoom.value = String(Math.round(square.zoom * 100))
    draw(parts.stage, picture, square)
    write(parts.fields, picture, square)
  }
  const move = (dx, dy) =>
    show({
      x: square.x + (dx * sideOf(picture, square)) / picture.width,
      y: square.y + (dy * sideOf(picture, square)) / picture.height,
    })
  const open = async () => {
    const [file] = parts.file.files
    const opened = file ? await read(file) : undefined
    if (file !== parts.file.files[0]) return opened?.close()
    picture?.close()
    picture = opened
    parts.editor.hidden = !picture
    parts.rough.hidden = Boolean(picture)
    tell(parts, problemWith(file, picture, parts))
    if (picture) show(centred)
    else clear(parts.fields)
  }
  parts.file.addEventListener('change', open)
  parts.zoom.addEventListener('input', () => show({ zoom: Number(parts.zoom.value) / 100 }))
  parts.stage.addEventListener('keydown', (event) =>
    onKey(event, { move, zoom: (by) => show({ zoom: square.zoom + by }) }),
  )
  parts.stage.addEventListener('wheel', (event) => onWheel(event, (by) => show({ zoom: square.zoom + by })), {
    passive: false,
  })
  dragging(parts.stage, move)
  // The browser may bring a chosen file back, after a reload or on the way back.
  if (parts.file.files.length > 0) void open()
}

/** Drawn to a canvas, so that no address is made of the file. Turned upright as its camera says. */
async function read(file) {
  try {
    return await window.createImageBitmap(file)
  } catch {
    // Not a picture, or of a kind that this browser lacks: the server says which.
    return undefined
  }
}

function problemWith(file, picture, { file: input, problem }) {
  if (file && file.size > Number(input.dataset.most)) return input.dataset.tooLarge
  return file && !picture ? problem.dataset.notShown : ''
}

function tell({ problem }, text) {
  problem.textContent = text
  problem.hidden = text === ''
}

/** Length of the square's side in the picture's own pixels. */
function sideOf(picture, { zoom }) {
  return Math.min(picture.width, picture.height) / nearest ** zoom
}

/** The square kept inside the picture. */
function within(picture, wanted) {
  const zoom = Math.min(1, Math.max(0, wanted.zoom))
  const side = sideOf(picture, { zoom })
  const inside = (middle, length) => Math.min(1 - side / length / 2, Math.max(side / length / 2, middle))
  return { zoom, x: inside(wanted.x, picture.width), y: inside(wanted.y, picture.height) }
}

function draw(stage, picture, square) {
  const context = stage.getContext('2d')
  const side = sideOf(picture, square)
  const { width } = stage
  context.clearRect(0, 0, width, width)
  context.drawImage(
    picture,
    square.x * picture.width - side / 2,
    square.y * picture.height - side / 2,
    side,
    side,
    0,
    0,
    width,
    width,
  )
  // Photos stand in a circle: what is outside of it is shown faintly.
  context.save()
  context.beginPath()
  context.rect(0, 0, width, width)
  context.arc(width / 2, width / 2, width / 2 - 1, 0, Math.PI * 2, true)
  context.fillStyle = 'rgb(0 0 0 / 55%)'
  context.fill()
  context.restore()
}

function write(fields, picture, square) {
  const side = sideOf(picture, square)
  const shorter = Math.min(picture.width, picture.height)
  const fraction = (value) => Math.min(1, Math.max(0, value)).toFixed(6)
  fields.x.value = fraction(square.x - side / picture.width / 2)
  fields.y.value = fraction(square.y - side / picture.height / 2)
  fields.size.value = fraction(side / shorter)
}

function clear(fields) {
  for (const field of Object.values(fields)) field.value = ''
}

function onKey(event, { move, zoom }) {
  const length = event.shiftKey ? step * 5 : step
  const actions = {
    ArrowLeft: () => move(length, 0),
    ArrowRight: () => move(-length, 0),
    ArrowUp: () => move(0, length),
    ArrowDown: () => move(0, -length),
    '+': () => zoom(0.05),
    '=': () => zoom(0.05),
    '-': () => zoom(-0.05),
  }
  const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key]
  if (!action) return
  event.preventDefault()
  action()
}

/** Only while the stage has the focus: else the wheel scrolls the page. */
function onWheel(event, zoom) {
  if (document.activeElement !== event.target) return
  event.preventDefault()
  zoom(event.deltaY < 0 ? 0.03 : -0.03)
}

/** The picture follows the finger: it moves against the square. */
function dragging(stage, move) {
  let last
  stage.addEventListener('pointerdown', (event) => {
    last = event
    stage.setPointerCapture(event.pointerId)
  })
  stage.addEventListener('pointermove', (event) => {
    if (!last || event.pointerId !== last.pointerId) return
    const { width } = stage.getBoundingClientRect()
    move((last.clientX - event.clientX) / width, (last.clientY - event.clientY) / width)
    last = event
  })
  for (const end of ['pointerup', 'pointercancel']) stage.addEventListener(end, () => (last = undefined))
}

for (const form of document.querySelectorAll('form[data-crop]')) start(form)
