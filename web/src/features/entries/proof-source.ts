import { LostNetwork, noticeEnd, readError } from '../../api/client.ts'
import type { ProofOfEntry } from './proof.ts'

/** `candour/proof/1` of an entry, from the practice's own tree. */
export async function loadProof(number: number): Promise<ProofOfEntry> {
  const path = `/api/ledger/entries/${number}/proof`
  const response = await fetch(path, { credentials: 'same-origin' }).catch(() => {
    throw new LostNetwork()
  })
  if (response.ok) return (await response.json()) as ProofOfEntry
  const error = await readError(response)
  noticeEnd(error, path)
  throw error
}
