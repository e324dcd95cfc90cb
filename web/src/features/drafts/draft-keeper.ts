/**
 * Keeps one draft safe: what is typed is at the server within two seconds, or it is known not to be, and stays here
 * until it is. One save is under way at a time, each on the revision that the last one made. When another device
 * saved in between, the server keeps both, and this keeper goes on with its own.
 */
import type { Draft } from '@candour/contract/drafts.ts'
import { ApiError } from '../../api/client.ts'
import { newId } from '../../api/new-id.ts'

export interface DraftText {
  title: string
  sections: { heading: string; text: string }[]
}

export type KeepState =
  | { kind: 'untouched' }
  | { kind: 'saved'; at: string }
  | { kind: 'waiting' }
  | { kind: 'saving' }
  | { kind: 'not-saved'; why: 'network' | 'signed-out' | 'refused'; message: string; since: Date }

export interface Kept {
  id: string
  patient: string | null
  amends: Draft['amends']
  text: DraftText
  revision: number
  state: KeepState
  /** What another device wrote meanwhile; kept as a draft of its own. */
  other: Draft | null
}

export interface DraftStore {
  start: (id: string, patient: string | null, amends: string | null, text: DraftText) => Promise<Draft>
  save: (
    id: string,
    baseRevision: number,
    text: DraftText,
    keepalive: boolean,
  ) => Promise<{ outcome: 'saved'; draft: Draft } | { outcome: 'split'; draft: Draft; other: Draft }>
  read: (id: string) => Promise<Draft>
}

export const quietFor = 700
export const longestWait = 1700
const retryAfter = [1000, 2000, 4000, 8000, 15_000]

/** The server keeps Unicode NFC, and headings without spaces round them: that is no difference. */
const sameWords = (one = '', other = '') => one === other || one.normalize('NFC') === other.normalize('NFC')

export const sameText = (one: DraftText, other: DraftText) =>
  sameWords(one.title.trim(), other.title.trim()) &&
  one.sections.length === other.sections.length &&
  one.sections.every(
    (section, place) =>
      sameWords(section.heading.trim(), other.sections[place]?.heading.trim()) &&
      sameWords(section.text, other.sections[place]?.text),
  )

export type DraftKeeper = ReturnType<typeof keepDraft>

export interface DraftToKeep {
  draft: Draft
  /** The server has it already; otherwise the first words typed start it. */
  born: boolean
  /** The draft from which it split, or that split from it, when nobody has chosen between them yet. */
  other?: Draft | null
}

export function keepDraft(from: DraftToKeep, store: DraftStore) {
  let { born } = from
  let kept: Kept = {
    id: from.draft.id,
    patient: from.draft.patient,
    amends: from.draft.amends,
    text: { title: from.draft.title, sections: from.draft.sections },
    revision: from.draft.revision,
    state: from.born ? { kind: 'saved', at: from.draft.savedAt } : { kind: 'untouched' },
    other: from.other ?? null,
  }
  let atServer: DraftText = kept.text
  let underWay: Promise<void> | null = null
  /** A save whose answer never came: it may have been done. */
  let unanswered: DraftText | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let dirtySince = 0
  let failures = 0
  let stopped = false
  const listeners = new Set<() => void>()

  const dirty = () => !sameText(kept.text, atServer)

  function show(change: Partial<Kept>) {
    kept = { ...kept, ...change }
    for (const listener of listeners) listener()
  }

  function schedule(after: number) {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(() => void send(), after)
  }

  function accept(draft: Draft, other: Draft | null = null) {
    born = true
    failures = 0
    unanswered = null
    atServer = { title: draft.title, sections: draft.sections }
    const done = !dirty()
    show({
      id: draft.id,
      patient: draft.patient,
      amends: draft.amends,
      revision: draft.revision,
      state: done ? { kind: 'saved', at: draft.savedAt } : { kind: 'waiting' },
      other: other ?? kept.other,
    })
    if (!done) {
      dirtySince = Date.now()
      schedule(quietFor)
    }
  }

  function refuse(error: unknown, sent: DraftText) {
    const since = kept.state.kind === 'not-saved' ? kept.state.since : new Date()
    const refusedBy = error instanceof ApiError && error.status < 500 ? error : null
    if (refusedBy?.code === 'draft.not_found') {
      // It was discarded or finished elsewhere: what stands here lives on as a draft of its own
      born = false
      show({ id: newId(), revision: 0, amends: null })
      schedule(0)
      return
    }
    if (refusedBy?.status === 401) {
      show({ state: { kind: 'not-saved', why: 'signed-out', message: refusedBy.message, since } })
      return
    }
    if (refusedBy !== null && refusedBy.status !== 429) {
      show({ state: { kind: 'not-saved', why: 'refused', message: refusedBy.message, since } })
      return
    }
    unanswered = sent
    const message = error instanceof ApiError ? error.message : 'The practice server does not answer.'
    show({ state: { kind: 'not-saved', why: 'network', message, since } })
    schedule(retryAfter[Math.min(failures++, retryAfter.length - 1)] ?? 0)
  }

  async function sendText(text: DraftText, keepalive: boolean) {
    if (!born) {
      accept(await store.start(kept.id, kept.patient, kept.amends?.note ?? null, text))
      return
    }
    if (unanswered !== null) {
      const there = await store.read(kept.id)
      if (there.revision === kept.revision + 1 && sameText(there, unanswered)) {
        accept(there)
        return
      }
      unanswered = null
    }
    const answer = await store.save(kept.id, kept.revision, text, keepalive)
    accept(answer.draft, answer.outcome === 'split' ? answer.other : null)
  }

  function send(keepalive = false): Promise<void> {
    clearTimeout(timer)
    if (underWay !== null) return underWay
    if (!dirty() || stopped) return Promise.resolve()
    const text = kept.text
    show({ state: { kind: 'saving' } })
    underWay = sendText(text, keepalive)
      .catch((error: unknown) => refuse(error, text))
      .finally(() => {
        underWay = null
      })
    return underWay
  }

  return {
    current: () => kept,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    isDirty: dirty,
    /** Whether the server knows this draft at all. */
    isBorn: () => born,
    edit(text: DraftText) {
      const wasDirty = dirty()
      kept = { ...kept, text }
      if (!dirty()) {
        clearTimeout(timer)
        show({ state: born ? { kind: 'saved', at: new Date().toISOString() } : { kind: 'untouched' } })
        return
      }
      if (!wasDirty) dirtySince = Date.now()
      const state = kept.state
      if (state.kind === 'not-saved' && state.why !== 'refused') return show({})
      show({ state: underWay === null ? { kind: 'waiting' } : { kind: 'saving' } })
      schedule(Math.max(0, Math.min(quietFor, dirtySince + longestWait - Date.now())))
    },
    /** Sends what is unsaved at once; true when all of it is at the server afterwards. */
    async flush(keepalive = false): Promise<boolean> {
      if (underWay !== null) await underWay
      await send(keepalive)
      return !dirty()
    },
    /** The window goes away: sends the rest without waiting for a save that may still be under way. */
    leave() {
      if (!dirty() || stopped) return
      if (underWay === null) void send(true)
      else if (born) void store.save(kept.id, kept.revision + 1, kept.text, true).catch(() => undefined)
    },
    /** Signed in again, or the network is back. */
    resume() {
      if (kept.state.kind === 'not-saved' && kept.state.why !== 'refused') schedule(0)
    },
    /** The draft changed at the server by another act, such as filing. */
    adopt(draft: Draft) {
      accept(draft)
    },
    choosePatient(patient: string) {
      show({ patient })
    },
    settleConflict() {
      show({ other: null })
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
