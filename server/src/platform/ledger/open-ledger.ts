/** Promise: the ledger begins by knowing who signs it; where the key is not the one that did, Candour does not start. */
import type { Database } from '../database/database.ts'
import type { Workspace } from '../database/workspace.ts'
import type { Log } from '../log.ts'
import { newId } from '../vault/ids.ts'
import type { Signing } from '../vault/signing-key.ts'
import { globalTree } from './global.store.ts'
import { lookForRefusal } from './guard.ts'
import { publishedFile, type PublishedFile } from './published.ts'
import { startPublisher, type Publisher, type PublisherOptions } from './publisher.ts'
import { startSequencer, type Sequencer, type SequencerOptions } from './sequencer.ts'

interface Opening {
  database: Database
  vault: Signing
  keysDirectory: string
  log: Log
  /** How often the trees are signed; null: when it is asked to. */
  everyMs: number | null
  cosign?: PublisherOptions['cosign']
}

/** Who signs it, minted once. Throws KeysUnreachable. */
export async function beginLedger(workspace: Workspace, vault: Signing, published: PublishedFile): Promise<void> {
  const [before] = (await published.read())?.values() ?? []
  await globalTree.begin(workspace, before?.installation ?? newId(), vault.signingKey)
}

/** Throws KeysUnreachable. */
export async function openLedger(
  { database, vault, keysDirectory, log, everyMs, cosign = null }: Opening,
  told: Required<Pick<SequencerOptions, 'onRefusal' | 'onBroken'>>,
): Promise<{ sequencer: Sequencer; publisher: Publisher; published: PublishedFile }> {
  const workspace = database.sequencer
  const published = publishedFile(keysDirectory)
  await beginLedger(workspace, vault, published)
  const guard = () => lookForRefusal(workspace, published)
  const sequencer = startSequencer(workspace, log, { guard, ...told })
  const { onBroken } = told
  const publisher = startPublisher({ workspace, vault, published, sequencer, log, onBroken, cosign, everyMs })
  return { sequencer, publisher, published }
}
