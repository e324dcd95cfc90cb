import type { Seal } from '@candour/contract/seals.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { openPosted } from '../../platform/ledger/open-entry.ts'
import { entries } from '../../platform/ledger/ledger.store.ts'
import { ownersOf } from '../compartments/owners-of.ts'
import { readKeyVersion } from '../compartments/read-key-version.ts'
import { whoDid, whoOf } from '../entries/list-entries.ts'
import { openingVerbs } from '../entries/opening-verbs.ts'
import { verbWords } from '../entries/words.ts'
import { nameMembers } from '../members/list-members.ts'
import { listResourceVersions } from '../resources/list-summaries.ts'
import { knownType } from '../resources/check-resource.ts'
import { readResource } from '../resources/read-resource.ts'
import { resourceId } from '../resources/resource-id.ts'

const shownOpenings = 50

/** The lock, clicked: opens the record afresh (hash, place, newest version) and tells how it is sealed and who opened it. */
export async function readSeal(call: Call<{ type: string; id: string }>): Promise<Outcome<Seal>> {
  const { input, tx, vault, keys } = call
  const type = knownType(input.type)
  if (!/^[A-Za-z0-9\-.]{1,64}$/.test(input.id)) throw new AppError('resource.not_found')
  const opened = await readResource(call, type, resourceId(call, type, input.id))
  if (opened === null) throw new AppError('resource.not_found')
  const { id, version, compartment, hash, key } = opened
  const versions = await listResourceVersions(call, key, type, id)
  // What was filed or is shared stands in its owners' logs.
  const about = (await ownersOf(tx, key))[0] ?? compartment
  const [keyVersion, changes, rows, names] = await Promise.all([
    readKeyVersion(tx, compartment),
    entries.changesNear(
      tx,
      about,
      versions.map((one) => one.at),
    ),
    entries.ofCompartment(tx, about, 500),
    nameMembers(call),
  ])
  const own = versions.at(-1)!
  const withDetail = changes.map((row) => ({ row, detail: openPosted(vault, keys, row, about) }))
  const wrote = withDetail.find(({ detail }) =>
    detail.touched?.some((one) => one.type === type && one.id === id && one.version === version && one.hash === hash),
  )
  const writers = new Map<number, string | null>()
  for (const { row, detail } of withDetail) {
    for (const one of detail.touched ?? []) if (one.type === type && one.id === id) writers.set(one.version, row.actor)
  }
  // Each is checked against its leaf, and that it is about this record, before it is shown.
  const openings = rows
    .map((row) => ({ row, detail: openPosted(vault, keys, row, about) }))
    .filter(({ row }) => row.outcome === 'opened' && openingVerbs.includes(row.verb))
  return {
    output: {
      type,
      id,
      version,
      versions: versions.length,
      history: versions.map((one) => ({
        version: one.version,
        at: one.at.toISOString(),
        by: writers.has(one.version) ? whoOf(writers.get(one.version)!, names) : one.summary.author,
      })),
      checkedAt: call.now.toISOString(),
      construction: 'AES-256-GCM, chunked (C2SP)',
      compartment: key.kind as Seal['compartment'],
      practiceKeyVersion: keyVersion,
      author: own.summary.author,
      writtenAt: own.at.toISOString(),
      hash,
      entry: wrote?.row.number ?? null,
      openedBy: openings.slice(0, shownOpenings).map(({ row, detail }) => ({
        at: row.at.toISOString(),
        person: whoDid(row, detail, names),
        what: (verbWords[row.verb] ?? row.verb).replace(/ of$/, ''),
        itself: detail.touched?.some((one) => one.type === type && one.id === id) ?? false,
      })),
      openedByPeople: new Set(openings.map(({ row }) => row.actor)).size,
    },
    subjects: [about],
  }
}
