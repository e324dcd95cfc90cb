/** Imports and exports as `candour import` and `candour export` do them, within the process of a test. */
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  beginCommandTransfer,
  changeCommandTransfer,
  workAsCommand,
} from '../../src/features/transfers/command-transfer.ts'
import { openChecker } from '../../src/features/resources/resource-checker.ts'
import { deliverExport } from '../../src/features/transfers/deliver-export.ts'
import { folderSource } from '../../src/features/transfers/folder-source.ts'
import { refusedOf } from '../../src/features/transfers/refused-of.ts'
import type { Running, Workshop } from '../../src/features/transfers/run-chunk.ts'
import type { TransferFacts } from '../../src/features/transfers/transfer-facts.ts'
import { workTransfer } from '../../src/features/transfers/work-transfer.ts'
import { practiceKeySource } from '../../src/platform/access/practice-keys.ts'
import { openBlobStore } from '../../src/platform/blobs/blob-store.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { createLog } from '../../src/platform/log.ts'
import type { RefusedLine } from '@candour/contract/transfers.ts'
import type { TestCandour } from '../candour.ts'

export async function workshopOf(candour: TestCandour): Promise<Workshop> {
  const { database, vault, sequencer } = candour.parts
  return {
    inPractice: database.inPractice,
    keysOf: practiceKeySource(vault),
    vault,
    blobs: await openBlobStore(candour.config.blobs, vault),
    clock: systemClock,
    log: createLog('silent'),
    poke: sequencer.poke,
    checker: openChecker(),
  }
}

/** A folder with these files. */
export async function folderOf(files: Record<string, string | Buffer>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'candour-transfer-'))
  for (const [name, contents] of Object.entries(files)) await writeFile(join(folder, name), contents)
  return folder
}

/** Every file of a folder, by its path within it. */
export async function readFolder(folder: string): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>()
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name)
    found.set(path.slice(folder.length + 1), await readFile(path))
  }
  return found
}

export interface ImportOutcome {
  facts: TransferFacts
  refused: RefusedLine[]
  transfer: string
}

interface How {
  signal?: AbortSignal
  onProgress?: Running['onProgress']
}

const never = new AbortController().signal

export async function importFolder(
  candour: TestCandour,
  practice: string,
  folder: string,
  { signal = never, onProgress = () => undefined, step = 'keep' }: How & { step?: 'check' | 'keep' } = {},
): Promise<ImportOutcome> {
  const workshop = await workshopOf(candour)
  const source = await folderSource([folder])
  const total = source.files.reduce((sum, { size }) => sum + size, 0)
  const files: TransferFacts['files'] = []
  const asked = { kind: 'import' as const, total, files, source: `${folder} ${step}`, patient: null }
  const { row, isResumed } = await beginCommandTransfer(workshop, practice, asked)
  const { transfer } = row
  if (step === 'keep' && !isResumed) await changeCommandTransfer(workshop, practice, transfer, { step: 'keep' })
  let facts: TransferFacts | null = null
  const { jobs } = candour.parts.database
  await workAsCommand(workshop, jobs, { practice, transfer, signal, onProgress }, async (running, taken) => {
    facts = await workTransfer(running, taken, () => Promise.resolve(source))
  })
  const refused = await refusedOf(workshop, practice, transfer)
  if (step === 'check') await changeCommandTransfer(workshop, practice, transfer, { state: 'done' })
  return { facts: facts!, refused, transfer }
}

export async function exportFolder(
  candour: TestCandour,
  practice: string,
  folder: string,
  { patient = null, signal = never, onProgress = () => undefined }: How & { patient?: string | null } = {},
): Promise<void> {
  const workshop = await workshopOf(candour)
  const files: TransferFacts['files'] = []
  const asked = { kind: 'export' as const, total: 0, files, source: folder, patient }
  const { row } = await beginCommandTransfer(workshop, practice, asked)
  const target = { path: folder, kind: 'folder', seal: null } as const
  const { jobs } = candour.parts.database
  const running = { practice, transfer: row.transfer, signal, onProgress }
  await workAsCommand(workshop, jobs, running, async (inHand, taken) => {
    await workTransfer(inHand, taken, () => Promise.reject(new Error('an export has no source')))
    await deliverExport(inHand, target)
  })
}

/** A line without what each keeping stamps anew. */
export function unstamped(line: string): string {
  return line
    .replace(/"versionId":"\d+",?/, '')
    .replace(/"lastUpdated":"[^"]+",?/, '')
    .replace(/"meta":\{,?\},?/, '')
    .replaceAll(',}', '}')
}
