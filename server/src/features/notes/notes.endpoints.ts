import { noteRoutes } from '@candour/contract/notes.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import { openNote } from './open-note.ts'

export const noteEndpoints = [
  endpoint(noteRoutes.read, {
    name: 'note.read',
    kind: 'read',
    forSupport: true,
    access: 'note.read',
    verb: async (call) => {
      const note = await openNote(call, call.input.id, call.input.version)
      return { output: note, subjects: [note.patient] }
    },
  }),
]
