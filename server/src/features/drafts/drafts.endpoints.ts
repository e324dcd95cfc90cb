import { draftRoutes } from '@candour/contract/drafts.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import type { Directory } from '../directory/directory.ts'
import { discardDraft, restoreDraft } from './discard-draft.ts'
import { fileDraft } from './file-draft.ts'
import { finishDraft } from './finish-draft.ts'
import { listDrafts, readDraft } from './list-drafts.ts'
import { saveDraft } from './save-draft.ts'
import { startDraft } from './start-draft.ts'

export const draftEndpoints = (directory: Directory) => [
  endpoint(draftRoutes.start, { name: 'draft.start', kind: 'change', access: 'note.write', verb: startDraft }),
  endpoint(draftRoutes.save, { name: 'draft.save', kind: 'change', access: 'note.write', verb: saveDraft }),
  endpoint(draftRoutes.list, { name: 'draft.list', kind: 'read', access: 'note.write', verb: listDrafts(directory) }),
  endpoint(draftRoutes.read, { name: 'draft.read', kind: 'read', access: 'note.write', verb: readDraft }),
  endpoint(draftRoutes.file, { name: 'draft.file', kind: 'change', access: 'note.write', verb: fileDraft }),
  endpoint(draftRoutes.discard, { name: 'draft.discard', kind: 'change', access: 'note.write', verb: discardDraft }),
  endpoint(draftRoutes.restore, { name: 'draft.restore', kind: 'change', access: 'note.write', verb: restoreDraft }),
  endpoint(draftRoutes.finish, { name: 'draft.finish', kind: 'change', access: 'note.write', verb: finishDraft }),
]
