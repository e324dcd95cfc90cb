/**
 * Promise: PostgreSQL's log reaches Candour's without anything that a client sent. A process that serves a client is
 * told of by severity and SQLSTATE alone, since messages quote values (`invalid input syntax for type integer: "..."`);
 * the words of the others (start, recovery, checkpoints) are kept.
 */
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Log } from '../../log.ts'

/** Goes with `readServerLog`: kind of process, SQLSTATE. */
export const logLinePrefix = 'candour|%b|%e|'

export interface ServerLog {
  /** From now on clients may connect. */
  opened(): void
  /** The last words of a server that would not start. */
  lastWords(): string
}

const line = /^candour\|(?<part>[^|]*)\|(?<sqlState>[0-9A-Z]{5})\|(?<severity>[A-Z0-9]+): {2}(?<text>.*)$/
const wordy = new Set(['postmaster', 'startup', 'checkpointer', 'background writer', 'walwriter', 'archiver'])

export function readServerLog(stream: Readable, log: Log): ServerLog {
  const words: string[] = []
  let open = false
  const keep = (text: string) => {
    words.push(text)
    if (words.length > 10) words.shift()
  }
  createInterface({ input: stream, crlfDelay: Infinity }).on('line', (given) => {
    const found = line.exec(given)?.groups
    // Before its settings are read PostgreSQL uses no prefix; once open, a line without one continues a client's message.
    if (found === undefined) return open ? undefined : keep(given)
    const { part = '', sqlState = '', severity = '', text = '' } = found
    const kept = wordy.has(part) ? text : undefined
    if (kept !== undefined) keep(kept)
    log[levelOf(part, severity)]({ part, severity, sqlState, text: kept }, 'database says')
  })
  return { opened: () => void (open = true), lastWords: () => words.join('; ') }
}

/** A client's error is the client's to tell: a taken number or an outdated version is no event of the server's. */
function levelOf(part: string, severity: string): 'debug' | 'warn' {
  if (severity === 'FATAL' || severity === 'PANIC') return 'warn'
  return part !== 'client backend' && (severity === 'WARNING' || severity === 'ERROR') ? 'warn' : 'debug'
}
