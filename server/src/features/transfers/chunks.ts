import { breather } from '../../platform/breathe.ts'
import { findResources, type Found } from './find-resources.ts'
import { prepareResource, type Prepared, type Preparing } from './prepare-resource.ts'
import type { Resolved } from './resolve-references.ts'
import type { Source } from './source.ts'
import type { Position } from './transfer-facts.ts'
import { textAt, walkObject } from './walk-json.ts'

/** One transaction's worth. */
const mostResources = 300
const mostBytes = 1024 ** 2

export interface PreparedChunk {
  prepared: Prepared[]
  /** Where the next one begins. */
  next: Position
}

const patient = Buffer.from('"Patient"')
const resourceType = /"resourceType"\s*:\s*"Patient"/

/** Most lines are told by a glance at their bytes. */
async function isPatient({ bytes }: Found): Promise<boolean> {
  if (!bytes.includes(patient) || !resourceType.test(bytes.toString('latin1'))) return false
  try {
    const { values } = await walkObject(bytes)
    return textAt(bytes, values.get('resourceType')) === 'Patient'
  } catch {
    return false
  }
}

/**
 * The resources of an import from a position on, a transaction's worth at a time. The first pass has the patients alone,
 * the second everything else: what belongs to a patient needs them to be there.
 */
export async function* chunksOf(
  preparing: Preparing,
  resolved: Resolved,
  from: Position,
  passes: 'one' | 'two',
): AsyncGenerator<PreparedChunk> {
  const { source, practice } = preparing
  const breathe = breather()
  for (const pass of passes === 'one' ? ([2] as const) : ([1, 2] as const)) {
    if (pass < from.pass) continue
    const start = pass === from.pass ? from : { file: 0, offset: 0, line: 0 }
    let prepared: Prepared[] = []
    let bytes = 0
    let next: Position = { pass, file: start.file, offset: start.offset, line: start.line }
    for await (const found of findResources(source, practice, start)) {
      await breathe()
      next = { pass, file: found.file, ...found.next }
      if (passes === 'two' && (await isPatient(found)) !== (pass === 1)) {
        // A long stretch of what this pass has no use for: the position moves along.
        if (bytes === 0 && prepared.length === 0) continue
      } else {
        bytes += found.bytes.length
        prepared.push(await prepareResource(preparing, resolved, found))
      }
      if (prepared.length < mostResources && bytes < mostBytes) continue
      yield { prepared, next }
      prepared = []
      bytes = 0
    }
    if (pass === 1) next = { pass: 2, file: 0, offset: 0, line: 0 }
    yield { prepared, next }
  }
}

export const beginning: Position = { pass: 1, file: 0, offset: 0, line: 0 }

/** Bytes of all files; of a ZIP's, unpacked. */
export function sizeOf({ files }: Source): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}

/** Bytes of the files that lie before a position; a Bundle's count once it is done. */
export function bytesBefore({ files }: Source, { file, offset }: Position): number {
  return files.slice(0, file).reduce((sum, { size }) => sum + size, 0) + offset
}
