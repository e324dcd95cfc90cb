import type { Cell } from '../measure/cell.ts'
import type { Memory } from '../measure/processes.ts'

export interface Step {
  size: number
  /** Patients, or practices, when it was measured: the load registers some itself. */
  really: number
  /** At 10 connections. */
  cells: Cell[]
  /** The same with each request at another practice of all. */
  spread: Cell[]
  seedSeconds: number
  readyMs: number
  /** The first and the second search after the start, milliseconds. */
  looks: [number, number]
  memory: { started: Memory; looked: Memory; used: Memory }
  /** MiB of tables and indexes, without the write-ahead log. */
  database: number
  /** Milliseconds of CPU a second of server and database while nobody asks for anything. */
  idle: { server: number; database: number }
}
