/** Looks at every byte of files, of what was printed, and of what the tables hold, for canaries in every encoding. */
import { closeSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { DatabaseConnection } from '../../src/platform/config.ts'
import { encodingsOf, type Canary } from './canaries.ts'

export interface Finding {
  what: string
  encoding: string
  where: string
}

interface Pattern {
  what: string
  encoding: string
  bytes: Buffer
}

const piece = 8 * 1024 ** 2

export interface Scanner {
  findings: Finding[]
  bytes: number
  files: number
  scan(bytes: Buffer, where: string): void
  /** Everything below a folder; what vanishes meanwhile is gone from the disk too. */
  scanFolder(folder: string): void
  /** What the tables hold, as PostgreSQL gives it: this looks into values that it keeps compressed. */
  scanTables(owner: DatabaseConnection): Promise<void>
}

export function createScanner(canaries: readonly Canary[]): Scanner {
  const patterns = canaries.flatMap(({ what, bytes }) =>
    [...encodingsOf(bytes)].map(([encoding, encoded]): Pattern => ({ what, encoding, bytes: encoded })),
  )
  const longest = Math.max(...patterns.map((pattern) => pattern.bytes.length))
  // By the first three bytes: a table that is nearly empty lets one pass do for all patterns.
  const begins = new Uint8Array(2 ** 24)
  const byStart = new Map<number, Pattern[]>()
  for (const pattern of patterns) {
    if (pattern.bytes.length < 5) throw new Error(`${pattern.what}: too short to be looked for`)
    const start = pattern.bytes.readUIntBE(0, 3)
    begins[start] = 1
    byStart.set(start, [...(byStart.get(start) ?? []), pattern])
  }

  const scanner: Scanner = {
    findings: [],
    bytes: 0,
    files: 0,
    scan(bytes, where) {
      scanner.bytes += bytes.length
      let window = bytes.length < 2 ? 0 : (bytes[0]! << 8) | bytes[1]!
      for (let at = 2; at < bytes.length; at++) {
        window = ((window << 8) | bytes[at]!) & 0xffffff
        if (begins[window] === 0) continue
        for (const { what, encoding, bytes: wanted } of byStart.get(window)!) {
          if (bytes.compare(wanted, 0, wanted.length, at - 2, Math.min(at - 2 + wanted.length, bytes.length)) !== 0)
            continue
          if (!scanner.findings.some((one) => one.what === what && one.encoding === encoding && one.where === where))
            scanner.findings.push({ what, encoding, where })
        }
      }
    },
    scanFolder(folder) {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name)
        scanner.scan(Buffer.from(entry.name), `the name of ${path}`)
        if (entry.isFile()) scanFile(path)
      }
    },
    async scanTables(owner) {
      const client = new pg.Client(owner)
      await client.connect()
      try {
        const { rows } = await client.query<{ name: string }>(
          `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')`,
        )
        for (const { name } of rows) {
          const { rows: found } = await client.query<{ row: string }>(`select t::text as row from ${name} t`)
          for (const { row } of found) scanner.scan(Buffer.from(row), `a row of ${name}`)
        }
      } finally {
        await client.end()
      }
    },
  }

  function scanFile(path: string): void {
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return
    scanner.files += 1
    const file = openSync(path, 'r')
    const buffer = Buffer.allocUnsafe(piece + longest)
    try {
      // The end of a piece is seen again with the next, so that nothing hides on the border.
      for (let position = 0; ;) {
        const read = readSync(file, buffer, 0, buffer.length, position)
        scanner.scan(buffer.subarray(0, read), path)
        if (read < buffer.length) return
        position += piece
      }
    } finally {
      closeSync(file)
    }
  }

  return scanner
}
