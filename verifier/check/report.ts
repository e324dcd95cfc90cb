export interface Finding {
  /** For programs; `what` says the same to people. */
  code: string
  what: string
  /** First and last entry that it is about. */
  entries?: [number, number]
}

export interface Report {
  holds: boolean
  kind: 'bundle' | 'proof' | 'pack' | null
  origin: string | null
  /** Of the tree that was signed. */
  size: number | null
  /** When the checkpoint was signed, as it says itself. */
  time: string | null
  /** Whose signature was checked, and who said that this is the key. */
  keys: { vkey: string; from: 'you' | 'file' }[]
  witnesses: { vkey: string; from: 'you' | 'file'; time: string }[]
  /** What was shown, in sentences. */
  shown: string[]
  problems: Finding[]
  warnings: Finding[]
}

export function emptyReport(kind: Report['kind']): Report {
  return {
    holds: false,
    kind,
    origin: null,
    size: null,
    time: null,
    keys: [],
    witnesses: [],
    shown: [],
    problems: [],
    warnings: [],
  }
}

/** Something in the file, or about it, that must not be; `what` is a sentence for people. */
export class Wrong extends Error {
  readonly code: string
  constructor(code: string, what: string) {
    super(what)
    this.code = code
  }
}

export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

export function range(first: number, last: number): string {
  return first === last ? `entry ${count(first)}` : `entries ${count(first)} to ${count(last)}`
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `22-Nov-2026 14:02:10 UTC` */
export function showTime(at: number): string {
  const [date, time] = new Date(at).toISOString().split('T') as [string, string]
  const [year, month, day] = date.split('-') as [string, string, string]
  return `${day}-${months[Number(month) - 1]}-${year} ${time.slice(0, 8)} UTC`
}
