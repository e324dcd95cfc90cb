import { equal } from './bytes.ts'
import { readCheckpoint } from './checkpoint.ts'
import { chooseKeys, noteKey, type Trust } from './choose-keys.ts'
import type { Means } from './means.ts'
import { rootByInclusion } from './merkle.ts'
import { openNote } from './note.ts'
import { readProof } from './read-proof.ts'
import { count, showTime, Wrong, type Report } from './report.ts'

export async function verifyProof(
  means: Means,
  text: string,
  trust: Pick<Trust, 'keys'>,
  report: Report,
): Promise<void> {
  const { origin, number, hash, entry, proof, checkpoint: note, keys: told } = readProof(means, text)
  report.origin = origin
  const chosen = chooseKeys(means, trust.keys, told, origin)
  const opened = await openNote(means, note, chosen.keys, 'the checkpoint')
  if (opened.signedBy.length === 0) throw new Wrong('signature', 'The checkpoint is not signed by the key.')
  for (const key of opened.signedBy) noteKey(report, key, chosen.from)
  const checkpoint = readCheckpoint(opened.text, 'The checkpoint')
  report.size = checkpoint.size
  report.time = new Date(checkpoint.time).toISOString()
  if (checkpoint.origin !== origin)
    throw new Wrong('origin', 'The checkpoint belongs to another ledger than the proof.')
  const root = rootByInclusion(means.sha256, { index: number - 1, size: checkpoint.size, hash, proof })
  if (root === null || !equal(root, checkpoint.root))
    throw new Wrong('inclusion', `This is not entry ${count(number)} of the ledger that was signed.`)
  const about =
    entry.subjects === 0 ? '' : `, about ${count(entry.subjects)} ${entry.subjects === 1 ? 'record' : 'records'}`
  report.shown.push(
    `Entry ${count(number)} of ${count(checkpoint.size)} is in the ledger as it was signed on ${showTime(checkpoint.time)}.`,
    `It says: ${entry.verb}, ${entry.outcome}, on ${showTime(entry.at)}, actor: ${entry.actorKind}${about}.`,
  )
}
