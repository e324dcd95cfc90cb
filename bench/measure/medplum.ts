/**
 * What Medplum 5.0.10 did on such a machine: two cores shared with the load, one process, PostgreSQL with fsync, requests a
 * second at 1, 10 and 50 connections. Its audit is off by default, is not awaited and skips searches; Candour always
 * records. `aim` is how many times `of` Candour is to do.
 */
export interface Yardstick {
  operation: string
  plain: Record<number, number>
  audited?: Record<number, number>
  /** Milliseconds of CPU, server and database, a request, at the most connections that were measured. */
  cpuMs?: string
  of: 'plain' | 'audited'
  aim: Record<number, number>
}

const create = {
  plain: { 1: 77, 10: 179, 50: 208 },
  audited: { 1: 42, 10: 101, 50: 112 },
  cpuMs: '7.2, audited 12.9',
  of: 'audited',
  aim: { 1: 5, 10: 5, 50: 5 },
} as const

export const medplum: Yardstick[] = [
  {
    operation: 'read-patient',
    plain: { 1: 238, 10: 663, 50: 883 },
    audited: { 1: 117, 10: 188, 50: 210 },
    cpuMs: '1.3 (from a Redis cache), audited 6.3',
    of: 'audited',
    aim: { 1: 5, 10: 10, 50: 10 },
  },
  { operation: 'create-patient', ...create },
  { operation: 'register-patient', ...create },
  {
    operation: 'write-note',
    plain: { 1: 76, 10: 276 },
    audited: { 1: 53, 10: 117, 50: 110 },
    cpuMs: '5.2, audited 12.6',
    of: 'audited',
    aim: { 1: 5, 10: 5, 50: 5 },
  },
  {
    operation: 'find-by-name',
    plain: { 1: 102, 10: 271, 50: 279 },
    cpuMs: '4.2',
    of: 'plain',
    aim: { 1: 5, 10: 5, 50: 5 },
  },
  { operation: 'find-by-number', plain: { 1: 177, 10: 587 }, cpuMs: '2.3', of: 'plain', aim: { 1: 5, 10: 5 } },
  {
    operation: 'open-chart',
    plain: { 1: 107, 10: 278, 50: 305 },
    cpuMs: '4.1',
    of: 'plain',
    aim: { 1: 5, 10: 5, 50: 5 },
  },
  { operation: 'upload-1mb', plain: { 1: 41, 10: 89, 50: 119 }, of: 'plain', aim: { 1: 1, 10: 1, 50: 1 } },
  { operation: 'download-1mb', plain: { 1: 65, 10: 149, 50: 186 }, of: 'plain', aim: { 1: 1, 10: 1, 50: 1 } },
  { operation: 'upload-20mb', plain: { 1: 5.5, 10: 9.1 }, of: 'plain', aim: { 1: 1, 10: 1 } },
  { operation: 'download-20mb', plain: { 1: 7.7, 10: 12 }, of: 'plain', aim: { 1: 1, 10: 1 } },
]
