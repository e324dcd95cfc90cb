/** FHIR resources as the twin keeps them: the bytes that came with id and meta spliced in, a summary, a row a version. */
import { AppError } from '../../server/src/platform/app-error.ts'
import { statement } from '../../server/src/platform/database/statement.ts'
import type { Transaction } from '../../server/src/platform/database/transaction.ts'
import { patientsNamed } from '../../server/src/platform/fhir/patients-named.ts'
import { digest } from '../../server/src/platform/vault/digest.ts'
import { newId } from '../../server/src/platform/vault/ids.ts'
import type { FhirResource } from '../../server/src/features/resources/check-resource.ts'
import { spliceMeta } from '../../server/src/features/resources/splice-meta.ts'
import { summarise } from '../../server/src/features/resources/summarise.ts'
import type { Summary } from '../../server/src/features/resources/summary.ts'
import { indexPatient } from './index-patient.ts'

export interface Kept {
  id: string
  version: number
  lastUpdated: Date
  content: string
}

interface Row {
  place: number
  id: string
  version: number
  last_updated: Date
  deleted: boolean
  content: string
  hash: Buffer | null
  mark: Buffer | null
}

export interface Records {
  read(tx: Transaction, type: string, id: string): Promise<Kept | null>
  create(tx: Transaction, resource: FhirResource, received: Buffer, now: Date, summary?: Summary): Promise<Kept>
}

const asked = `with whose as (select $1::uuid)
  select w.place, r.id, r.version, r.last_updated, r.deleted, r.content, r.hash`
/** For all who ask at one moment, each with their practice. */
const lists = `from unnest($2::uuid[], $3::text[], $4::uuid[]) with ordinality as w(practice, type, id, place)`
const newest = statement<Row>(
  'twin-newest',
  `${asked}, null::bytea as mark ${lists} cross join lateral (select * from public.resource
     where practice = w.practice and type = w.type and id = w.id order by version desc limit 1) r`,
)
/** By the ledger's mark, so that a row that was taken away or rolled back is noticed. */
const newestMarked = statement<Row>(
  'twin-newest-marked',
  `${asked}, m.hash as mark ${lists} cross join lateral (select * from ledger.mark
     where practice = w.practice and type = w.type and id = w.id order by version desc limit 1) m
   left join public.resource r on r.practice = m.practice and r.type = m.type and r.id = m.id and r.version = m.version`,
)
const columns = `public.resource (practice, type, id, version, patient, last_updated, size, content, summary, hash)
   values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9)`
const insert = statement('twin-insert', `insert into ${columns}`)
const insertMarked = statement(
  'twin-insert-marked',
  `with m as (insert into ledger.mark (practice, type, id, version, compartment, hash) values ($1, $2, $3, 1, coalesce($4::uuid, $1::uuid), $9))
   insert into ${columns}`,
)

/** @param marked with the hashes and marks by which the ledger notices alterations */
export function records(marked: boolean): Records {
  return {
    async read(tx, type, id) {
      const [row] = await tx.runTogether(marked ? newestMarked : newest, tx.practice, type, id)
      if (row === undefined) return null
      const { version, last_updated: lastUpdated, deleted, content, hash, mark } = row
      if (marked) {
        const found = digest(Buffer.from(content))
        if (hash?.equals(found) !== true || mark?.equals(found) !== true) throw new AppError('record.altered')
        tx.touched.add(id)
        tx.records.push({ type, id, version, hash: found.toString('hex') })
      }
      if (deleted) throw new AppError('resource.gone')
      return { id, version, lastUpdated, content }
    },

    create(tx, resource, received, now, summary = summarise(resource, now)) {
      const { resourceType: type } = resource
      const id = newId()
      const bytes = spliceMeta(received, { id, version: 1, lastUpdated: now })
      const content = bytes.toString()
      const patient = type === 'Patient' ? id : (patientsNamed(resource).owners[0]?.id ?? null)
      const hash = marked ? digest(bytes) : null
      if (type === 'Patient') indexPatient(tx, id, resource)
      const values = [type, id, patient, now, bytes.length, content, JSON.stringify(summary), hash]
      // Nothing hangs on their answers: they go out in one packet with the commit, which throws what they throw.
      tx.send(marked ? insertMarked : insert, [tx.practice, ...values])
      if (marked) {
        if (patient !== null) tx.touched.add(patient)
        tx.records.push({ type, id, version: 1, hash: hash!.toString('hex') })
      }
      return Promise.resolve({ id, version: 1, lastUpdated: now, content })
    },
  }
}
