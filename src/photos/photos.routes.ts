import {
  createRoutes,
  freshForm,
  page,
  redirect,
  type Answer,
  type FormState,
  type Routes,
  type Visit,
} from '../http/index.ts'
import { NotSignedIn, type Actor } from '../kernel/index.ts'
import { addPhoto } from './commands/add-photo.ts'
import { removePhotosOf } from './commands/remove-photo.ts'
import type { PhotoDeps } from './deps.ts'
import { nothingForm, photoForm, type PhotoFields } from './photos.forms.ts'
import { refusals } from './photos.words.ts'
import { explainMissing } from './queries/find-file.ts'
import { showOwnPhoto } from './queries/show-own-photo.ts'
import type { Crop } from './studio/crop.ts'

const megabyte = 1024 * 1024
const largest = 8

/** A person's own photo: choose, replace, remove. */
export function photoRoutes(deps: PhotoDeps): Routes {
  const routes = createRoutes()
  const upload = { field: 'photo', maxBytes: largest * megabyte, tooLarge: refusals.tooLarge }

  routes.get('/me/photo', { for: 'member' }, (visit) => photoPage(deps, visit))

  routes.post(
    '/me/photo',
    { for: 'member', form: photoForm, upload, again: (visit, form) => photoPage(deps, visit, form) },
    async (visit) => {
      const crop = cropOf(visit.form)
      await addPhoto(deps, { accountId: idOf(visit.actor), bytes: visit.upload?.bytes, crop, source: 'upload' })
      return redirect('/me/photo', { kind: 'done', key: 'photos:flash.kept' })
    },
  )

  routes.post('/me/photo/removal', { for: 'member', form: nothingForm }, async (visit) => {
    await removePhotosOf(deps, idOf(visit.actor), 'owner')
    return redirect('/me/photo', { kind: 'done', key: 'photos:flash.removed' })
  })

  // What is there was answered by photo-files.ts; what comes here is not.
  routes.get('/photos/:file', { for: 'visitor' }, (visit) => explainMissing(deps, visit.params['file'] ?? ''))

  return routes
}

async function photoPage(deps: PhotoDeps, visit: Visit, form?: FormState): Promise<Answer> {
  const view = await showOwnPhoto(deps, { accountId: idOf(visit.actor), largest })
  const head = { title: visit.formats.t('photos:own.title'), robots: 'noindex' as const }
  // The file is not sent back, so neither is the square that was chosen for it.
  const values = { part: form?.values['part'] ?? 'auto' }
  return page('photos/photo', { view, head, form: { ...(form ?? freshForm('/me/photo')), values } })
}

function idOf(actor: Actor): string {
  if (actor.kind !== 'member') throw new NotSignedIn('signed out')
  return actor.id
}

function cropOf({ part, x, y, size }: PhotoFields): Crop {
  return x === undefined || y === undefined || size === undefined ? part : { x, y, size }
}
