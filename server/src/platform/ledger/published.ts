/**
 * Promise: how far each tree was signed is known apart from the database, beside the keys: who puts an older database in its
 * place, or cuts a table, is noticed. Written, and on disk, before a signature leaves.
 */
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode, localDisk, readWhole, replaceFile } from '../vault/disk.ts'
import type { TreeState } from './signing.ts'

export const treeOfAll = 'global'

export interface Published extends TreeState {
  /** A practice, or `global`. */
  tree: string
  installation: string
}

export interface PublishedFile {
  /** The newest of each tree; null where the file is not there. */
  read(): Promise<Map<string, Published> | null>
  /** For whoever holds `lockPublished`. On disk when it resolves. */
  add(states: readonly Published[]): Promise<void>
  /** Under another name; what was signed under the one before stays beside, in `ledger-published.<installation>.jsonl`. */
  beginAnew(before: string, first: Published): Promise<void>
}

/** Whether the file knows of all that the database says was signed of the tree of all. */
export function knowsOf(
  published: ReadonlyMap<string, Published> | null,
  { note, signed_size: size }: { note: Buffer | null; signed_size: number | null },
): boolean {
  return note === null || (published?.get(treeOfAll)?.size ?? -1) >= (size ?? 0)
}

/** What is superseded stays until there are so many lines more than trees. */
const spare = 1000

/** `<keys>/ledger-published.jsonl`: one line of JSON each; the last one of a tree counts. */
export function publishedFile(keysDirectory: string): PublishedFile {
  const path = join(keysDirectory, 'ledger-published.jsonl')
  const mode = 0o600

  async function readText(): Promise<string | null> {
    try {
      return (await readWhole(localDisk, path)).toString()
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return null
      throw error
    }
  }

  return {
    async read() {
      const text = await readText()
      return text === null ? null : newestOf(text)
    },
    async add(states) {
      const text = (await readText()) ?? ''
      // A line that was cut off by a crash stays by itself.
      const lines = (text === '' || text.endsWith('\n') ? '' : '\n') + states.map(lineOf).join('')
      const newest = newestOf(text + lines)
      if ((text + lines).split('\n').length > 2 * newest.size + spare) {
        return replaceFile(localDisk, path, Buffer.from([...newest.values()].map(lineOf).join('')), mode)
      }
      await appendFile(path, lines, { mode, flush: true })
    },
    async beginAnew(before, first) {
      const text = await readText()
      const kept = join(keysDirectory, `ledger-published.${before}.jsonl`)
      if (text !== null) await replaceFile(localDisk, kept, Buffer.from(text), mode)
      await replaceFile(localDisk, path, Buffer.from(lineOf(first)), mode)
    },
  }
}

function lineOf({ tree, installation, size, root, at }: Published): string {
  return `${JSON.stringify({ tree, installation, size, root: root.toString('base64'), at: at.toISOString() })}\n`
}

function newestOf(text: string): Map<string, Published> {
  const newest = new Map<string, Published>()
  for (const line of text.split('\n')) {
    const one = readLine(line)
    if (one !== null) newest.set(one.tree, one)
  }
  return newest
}

function readLine(line: string): Published | null {
  try {
    const { tree, installation, size, root, at } = JSON.parse(line) as Record<string, string> & { size: number }
    return { tree: tree!, installation: installation!, size, root: Buffer.from(root!, 'base64'), at: new Date(at!) }
  } catch {
    return null
  }
}
