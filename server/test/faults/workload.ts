/**
 * People who write at once, and who remember what they sent and what they were told. What was acknowledged must be there
 * after any fault; what was not may be there whole, or not at all.
 */
import { draftRoutes, type Draft } from '@candour/contract/drafts.ts'
import { fileRoutes } from '@candour/contract/files.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import type { Note } from '@candour/contract/notes.ts'
import { digest } from '../../src/platform/vault/digest.ts'
import { newId } from '../../src/platform/vault/ids.ts'
import type { Browser } from '../browser.ts'
import type { Person } from '../people.ts'
import type { Random } from './random.ts'

/** True once it was acknowledged; until then nobody knows. */
interface Told {
  told: boolean
}
export interface Registration extends Told {
  family: string
  key: string
  body: object
  id: string | null
}
export interface WrittenDraft {
  id: string
  patient: string
  /** Text of each revision that was sent, and the last revision that was acknowledged (0: not even the start). */
  texts: string[]
  toldRevision: number
  /** Saves that were sent and committed as far as anybody was told. */
  finishing: boolean
  note: string | null
}
export interface CreatedResource extends Told {
  patient: string
  key: string
  bytes: string
  id: string | null
}
export interface UploadedFile extends Told {
  id: string
  announced: boolean
  name: string
  patient: string
  bytes: () => Buffer
  sha256: string
}
export interface LevelChange extends Told {
  reason: string
  level: number
}

export interface Written {
  registrations: Registration[]
  drafts: WrittenDraft[]
  resources: CreatedResource[]
  files: UploadedFile[]
  levels: LevelChange[]
  /** Statuses that were answered beside 2xx. */
  refusals: Map<string, number>
}

export interface Workload {
  written: Written
  /** Writes until the signal. */
  run(signal: AbortSignal): Promise<void>
}

export function nothingWritten(): Written {
  return { registrations: [], drafts: [], resources: [], files: [], levels: [], refusals: new Map() }
}

export interface People {
  owner: Person
  /** Whose level goes up and down. */
  nurse: string
  /** There from the beginning. */
  patient: string
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

export function createWorkload({ owner, nurse, patient }: People, random: Random, label: string): Workload {
  const written = nothingWritten()
  const { browser } = owner
  let count = 0
  const next = () => `${label}-${String(++count).padStart(6, '0')}`

  /** Null when nobody answered, or the answer was no. */
  async function ask<T>(send: () => Promise<{ status: number; body: T }>): Promise<T | null> {
    try {
      const { status, body } = await send()
      if (status < 300) return body
      const code = (body as { error?: { code?: string } }).error?.code ?? 'none'
      // The other node was faster with the same: there is nothing to change.
      if (code === 'member.level_same') return null
      const refusal = `${status} ${code}`
      written.refusals.set(refusal, (written.refusals.get(refusal) ?? 0) + 1)
    } catch {
      // The connection broke.
    }
    await pause(20)
    return null
  }

  async function register(): Promise<void> {
    const family = `Reg${next().replaceAll('-', 'x')}`
    const body = { family, given: 'Margery', birthDate: '1957-03-04', sex: 'female', duplicatesSeen: true }
    const one: Registration = { family, key: newId(), body, id: null, told: false }
    written.registrations.push(one)
    const answer = await ask(() => browser.try(patientRoutes.register, body, { 'idempotency-key': one.key }))
    if (answer === null) return
    one.told = true
    one.id = (answer as { patient: { id: string } }).patient.id
  }

  async function write(): Promise<void> {
    const text = (revision: number) => `${next()} revision ${revision} of a note`
    const one: WrittenDraft = { id: newId(), patient, texts: [text(1)], toldRevision: 0, finishing: false, note: null }
    written.drafts.push(one)
    const content = () => ({ title: 'Examination', sections: [{ heading: 'Plan', text: one.texts.at(-1)! }] })
    const started = await ask(() => browser.try(draftRoutes.start, { id: one.id, patient, ...content() }))
    if (started === null) return
    one.toldRevision = 1
    for (let saves = random.between(0, 4); saves > 0; saves--) {
      one.texts.push(text(one.texts.length + 1))
      const saved = await ask(() =>
        browser.try(draftRoutes.save, { id: one.id, baseRevision: one.toldRevision, ...content() }),
      )
      if (saved === null) return
      one.toldRevision = (saved as { draft: Draft }).draft.revision
    }
    if (random.next() < 0.3) return
    one.finishing = true
    const note = await ask(() => browser.try(draftRoutes.finish, { id: one.id, baseRevision: one.toldRevision }))
    if (note !== null) one.note = (note as Note).id
  }

  async function create(): Promise<void> {
    const bytes = JSON.stringify({
      resourceType: 'DocumentReference',
      status: 'current',
      subject: { reference: `Patient/${patient}` },
      description: next(),
      content: [
        { attachment: { contentType: 'text/plain', data: random.bytes(random.between(1, 20_000)).toString('base64') } },
      ],
    })
    const one: CreatedResource = { patient, key: newId(), bytes, id: null, told: false }
    written.resources.push(one)
    const answer = await ask(() => sendResource(browser, one))
    if (answer === null) return
    one.told = true
    one.id = (answer as { id: string }).id
  }

  async function upload(): Promise<void> {
    const seed = random.bytes(64)
    const size = random.between(1, 5) * 1_000_000 + random.between(0, 999_999)
    const bytes = () => fileBytes(seed, size)
    const one: UploadedFile = {
      id: newId(),
      announced: false,
      name: `${next()}.pdf`,
      patient,
      bytes,
      sha256: digest(bytes()).toString('hex'),
      told: false,
    }
    written.files.push(one)
    const { id, name } = one
    const announced = await ask(() => browser.try(fileRoutes.announce, { id, patient, name, size }))
    if (announced === null) return
    one.announced = true
    one.told = (await ask(() => sendFile(browser, one))) !== null
  }

  async function changeLevel(): Promise<void> {
    const one: LevelChange = { reason: `because ${next()}`, level: random.between(1, 3), told: false }
    written.levels.push(one)
    const { level, reason } = one
    one.told = (await ask(() => browser.try(memberRoutes.changeLevel, { id: nurse, level, reason }))) !== null
    await pause(60)
  }

  return {
    written,
    async run(signal) {
      const until = async (act: () => Promise<void>) => {
        while (!signal.aborted) await act()
      }
      await Promise.all([
        until(register),
        until(write),
        until(write),
        until(create),
        until(upload),
        until(upload),
        until(changeLevel),
      ])
    },
  }
}

export function sendResource(browser: Browser, { key, bytes }: CreatedResource) {
  return browser.send('POST', '/fhir/R4/DocumentReference', bytes, {
    'content-type': 'application/fhir+json',
    'idempotency-key': key,
  })
}

export function sendFile(browser: Browser, { id, bytes }: Pick<UploadedFile, 'id' | 'bytes'>) {
  return browser.send('PUT', `/api/files/${id}/content`, bytes(), { 'content-type': 'application/octet-stream' })
}

/** A PDF as far as anybody looks, of that size. */
function fileBytes(seed: Buffer, size: number): Buffer {
  const bytes = Buffer.alloc(size, seed)
  bytes.write('%PDF-1.7\n')
  return bytes
}
