/**
 * The drafts that are open in this window, as tabs. Each has one keeper, which outlives the page that shows it:
 * going to the chart and back loses nothing. Only ids are kept for a reload, never words.
 */
import { useSyncExternalStore } from 'react'
import { draftRoutes, type Draft } from '@candour/contract/drafts.ts'
import type { Note } from '@candour/contract/notes.ts'
import type { PracticeKind } from '@candour/contract/practices.ts'
import { call } from '../../api/client.ts'
import { newId } from '../../api/new-id.ts'
import { keepDraft, type DraftKeeper, type DraftStore, type DraftText, type DraftToKeep } from './draft-keeper.ts'
import { draftsChanged, listedDrafts } from './drafts.ts'
import { newNote } from './note-templates.ts'
import { findTwin } from './twin-draft.ts'
import { thisDevice } from './this-device.ts'
import { watch } from './unsaved.ts'

export interface OpenDraft {
  keeper: DraftKeeper
  close: () => void
}

const place = 'candour-open-drafts'
const device = thisDevice()
const listeners = new Set<() => void>()
let open: readonly OpenDraft[] = []

const store: DraftStore = {
  async start(id, patient, amends, text) {
    const draft = await call(draftRoutes.start, {
      id,
      patient,
      device,
      ...text,
      ...(amends && { amends: { note: amends } }),
    })
    draftsChanged()
    return draft
  },
  save: (id, baseRevision, text, keepalive) =>
    call(draftRoutes.save, { id, baseRevision, device, ...text }, { keepalive }),
  read: (id) => call(draftRoutes.read, { id }),
}

function change(next: readonly OpenDraft[]) {
  open = next
  sessionStorage.setItem(place, JSON.stringify(open.map((tab) => tab.keeper.current().id)))
  for (const listener of listeners) listener()
}

function addTab(from: DraftToKeep): OpenDraft {
  const keeper = keepDraft(from, store)
  let id = from.draft.id
  const unwatch = watch(keeper)
  const stop = keeper.subscribe(() => {
    if (keeper.current().id === id) return
    id = keeper.current().id
    change([...open])
  })
  const tab: OpenDraft = {
    keeper,
    close: () => {
      stop()
      unwatch()
      change(open.filter((other) => other !== tab))
    },
  }
  change([...open, tab])
  return tab
}

const blank = (patient: string | null, text: DraftText, amends: Draft['amends']): Draft => ({
  id: newId(),
  patient,
  ...text,
  revision: 0,
  amends,
  savedAt: new Date().toISOString(),
  device,
  splitFrom: null,
})

/** Opens a new note; the server hears of it with the first words. Answers with the draft's id. */
export function openNewDraft(kind: PracticeKind, patient: string | null): string {
  return addTab({ draft: blank(patient, newNote(kind), null), born: false }).keeper.current().id
}

/** Opens a draft of the note's next version, with a section for what is added. */
export function openAmendment(note: Note, addition: string): string {
  const text = { title: note.title, sections: [...note.sections, { heading: addition, text: '' }] }
  const amends = { note: note.id, version: note.version }
  return addTab({ draft: blank(note.patient, text, amends), born: false }).keeper.current().id
}

export function findOpenDraft(id: string): OpenDraft | undefined {
  return open.find((tab) => tab.keeper.current().id === id)
}

/** The draft's tab, read from the server when it is not open here yet. */
export async function openDraft(id: string): Promise<OpenDraft> {
  const already = findOpenDraft(id)
  if (already !== undefined) return already
  const draft = await store.read(id)
  const other = await findTwin(draft, listedDrafts(), store.read)
  return findOpenDraft(id) ?? addTab({ draft, born: true, other })
}

/** The session has ended: only what the server does not have yet stays. The ids stay for the next reload. */
export function closeSavedDrafts() {
  const ids = sessionStorage.getItem(place)
  for (const tab of open) if (!tab.keeper.isDirty()) tab.close()
  if (ids !== null) sessionStorage.setItem(place, ids)
}

/** After a reload: the tabs of this window, except those that are gone. */
export async function reopenDrafts() {
  const ids: unknown = JSON.parse(sessionStorage.getItem(place) ?? '[]')
  if (!Array.isArray(ids) || open.length > 0) return
  await Promise.allSettled(ids.filter((id) => typeof id === 'string').map((id) => openDraft(id)))
}

export function useOpenDrafts(): readonly OpenDraft[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => open,
  )
}

export function useKept(keeper: DraftKeeper) {
  return useSyncExternalStore(keeper.subscribe, keeper.current)
}
