/** All promises: the one home of what is built, what watches it, and what it does not cover (decision 0037). */
import { beyond } from './beyond.ts'
import { neverLost } from './never-lost.ts'
import { privacy } from './privacy.ts'
import type { Promised } from './promised.ts'
import { sealedData } from './sealed-data.ts'
import { signingIn } from './signing-in.ts'
import { watched } from './watched.ts'
import { whoDid } from './who-did.ts'
import { whoMaySee } from './who-may-see.ts'

export interface PromiseGroup {
  name: string
  promises: readonly Promised[]
}

export const promiseGroups: readonly PromiseGroup[] = [
  { name: 'Who may see what', promises: whoMaySee },
  { name: 'Signing in', promises: signingIn },
  { name: 'Who did what', promises: whoDid },
  { name: 'Sealed data', promises: sealedData },
  { name: 'Never lost', promises: neverLost },
  { name: 'Watched and mended', promises: watched },
  { name: 'Privacy and the law', promises: privacy },
  { name: 'Beyond them', promises: beyond },
]

export const everyPromise: readonly Promised[] = promiseGroups.flatMap(({ promises }) => promises)

const byId = new Map(everyPromise.map((one) => [one.id, one]))

/** Undefined where there is none of that id. */
export function promisedOf(id: string): Promised | undefined {
  return byId.get(id)
}

/** Somebody has to file evidence for it. */
export function needsEvidence({ organisational }: Promised): boolean {
  return organisational !== 'no'
}

/** Those that need evidence, each with its sentence. */
export const evidenceSentences: ReadonlyMap<string, string> = new Map(
  everyPromise.filter(needsEvidence).map(({ id, sentence }) => [id, sentence]),
)
