import { visits, type PromiseState, type Visit } from '@candour/contract/promises.ts'
import { extensionOf } from '../evidence/extension-of.ts'
import { findHere, lineOf, stateHere } from './find-states.ts'
import type { Call } from '../../platform/http/endpoint.ts'
import { entries } from '../../platform/ledger/ledger.store.ts'
import { readMember } from '../members/read-member.ts'
import { showPractice } from '../practices/show-practice.ts'
import { promiseGroups } from './registry/registry.ts'
import { countStates, isCounted, type ProofParts } from './count-states.ts'
import { checksOf } from './state-of.ts'
import { testsBehind } from './tests-behind.ts'

export interface PackCheck {
  name: string
  title: string
  state: 'well' | 'failing'
  what: string
  since: string | null
  lastRunAt: string | null
}

export interface PackEvidence {
  title: string
  note: string
  by: string
  at: string
  expiresOn: string
  /** Of the pack's own members. */
  file: string
  size: number
  sha256: string
}

export interface PackPromise {
  id: string
  text: string
  sentence: string
  state: PromiseState
  since: string | null
  why: string
  organisational: 'no' | 'in part' | 'whole'
  built: string
  happened: string | null
  notCovered: string
  owner: string | null
  checks: PackCheck[]
  tests: { title: string; file: string }[]
  /** Newest first; the first counts. */
  evidence: PackEvidence[]
}

/** `evidence.json` of a pack, `candour/pack/1`. */
export interface PackContent {
  format: 'candour/pack/1'
  practice: { id: string; name: string; town: string }
  /** Of the ledger that signs it, as C2SP verifier keys. */
  keys: string[]
  made: { at: string; by: string; role: string; visit: string; reason: string }
  version: string
  /** The practice's ledger at that moment: how many entries it has, and its signed checkpoint where there is one. */
  ledger: { entries: number; checkpoint: string | null }
  kept: number
  of: number
  counts: Record<PromiseState, number>
  groups: { name: string; promises: PackPromise[] }[]
}

export interface PackSigning {
  originOf(practice: string): Promise<string>
  /** The C2SP verifier key of an origin. */
  keyOf(origin: string): string
  /** Text of a C2SP signed note, ending in a newline -> the whole note, signed. */
  signNote(origin: string, text: string): string
  /** Null where the ledger has none yet. */
  checkpointOf(call: Call<unknown>): Promise<string | null>
}

export interface PackParts extends ProofParts {
  signing: PackSigning
}

export interface Packed {
  content: PackContent
  /** The filed bytes that go with it: where they are, and what they are called in the pack. */
  files: { blob: string; member: string; sha256: string }[]
}

/** As everything stands at this moment. */
export async function packContent(
  call: Call<{ visit: Visit; reason: string }>,
  { live, version, signing }: PackParts,
): Promise<Packed> {
  const { tx, now, actor, input } = call
  const here = await findHere(call, live)
  const { name, town } = await showPractice(call)
  const person = await readMember(call, actor.member)
  const files: Packed['files'] = []
  const groups = promiseGroups.map((group) => ({
    name: group.name,
    promises: group.promises.map((promised): PackPromise => {
      const { id, text, organisational, built, notCovered } = promised
      const { sentence, state, since, why } = lineOf(promised, here, null)
      const owner = here.owners.get(id)?.facts.member
      return {
        id,
        text,
        sentence,
        state,
        since,
        why,
        organisational,
        built,
        happened: stateHere(promised, here).happened,
        notCovered,
        owner: owner === undefined ? null : (here.names.get(owner)?.name ?? 'A member'),
        checks: checksOf(promised, here.checks).map((one) => ({
          name: one.name,
          title: one.title,
          state: one.state,
          what: one.what,
          since: one.since?.toISOString() ?? null,
          lastRunAt: one.lastRunAt?.toISOString() ?? null,
        })),
        tests: testsBehind(id),
        evidence: (here.evidence.filed.get(id) ?? []).map(({ facts }, place) => {
          const { filed, title, note, by, expiresOn, size } = facts
          const member = `files/${id}-${place + 1}${extensionOf(filed.mediaType)}`
          files.push({ blob: filed.blob, member, sha256: filed.sha256 })
          return {
            title,
            note,
            expiresOn,
            size,
            at: filed.at,
            sha256: filed.sha256,
            file: member,
            by: here.names.get(by)?.name ?? 'A member',
          }
        }),
      }
    }),
  }))
  const all = groups.flatMap(({ promises }) => promises)
  const counts = countStates(all)
  const content: PackContent = {
    format: 'candour/pack/1',
    practice: { id: tx.practice, name, town },
    keys: [signing.keyOf(await signing.originOf(tx.practice))],
    made: {
      at: now.toISOString(),
      by: person.name,
      role: person.role,
      visit: visits[input.visit],
      reason: input.reason,
    },
    version,
    ledger: { entries: await entries.size(tx), checkpoint: await signing.checkpointOf(call) },
    kept: counts.kept,
    of: all.filter(({ id }) => isCounted(id)).length,
    counts,
    groups,
  }
  return { content, files }
}
