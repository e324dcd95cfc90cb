/** A server under load, with its database: Candour, or its twin. */
import type { Stock } from '../operations/operation.ts'
import type { Cpu, Memory } from '../measure/processes.ts'

export interface Target {
  name: 'candour' | 'twin'
  address: string
  /** From spawning to the first `/ready`, milliseconds. */
  readyMs: number
  cpu(): Cpu
  memory(): Memory
  /** Resolves when what was left to do after the answers (numbering the entries) is done. */
  settle(): Promise<void>
  /** Of settling when there is nothing to do, once it was measured. */
  settleCost?: Cpu
  /** Opens a practice through the door and signs its first member in. */
  openPractice(name: string): Promise<Stock>
  /** Starts and stops recording where the server's CPU goes; the profile is written to `file`. */
  signal(name: NodeJS.Signals): void
  stop(): Promise<void>
}

/** Resolves when the server says that it is ready. */
export async function untilReady(address: string, patience = 60_000): Promise<void> {
  for (const end = Date.now() + patience; Date.now() < end;) {
    const answer = await fetch(`${address}/ready`).catch(() => null)
    if (answer?.status === 200) return
    await pause(10)
  }
  throw new Error(`not ready after ${patience} ms`)
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
