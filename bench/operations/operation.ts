/** What an operation is: one or several requests that stand for one act of a person or program. */
import type { Answer, Request } from '../load/connection.ts'

/** A practice as the load knows it. */
export interface Stock {
  cookie: string
  csrf: string
  member: string
  /** By which it signs in again. */
  email: string
  /** FHIR ids, each with its NHS number. */
  patients: { id: string; nhsNumber: string }[]
  /** Patients with 20 notes each. */
  charts: { patient: string; notes: string[] }[]
  /** Ids of files by their size in MB. */
  files: Record<string, string>
}

export interface Act {
  stock: Stock
  /** Sends one request and throws WrongAnswer unless status and size are as they should be. */
  ask(request: Request, expected: Expected): Promise<Answer>
  /** A whole number from 0 below `below`. */
  random(below: number): number
  /** Grows by one at each call, across all connections and rounds: whoever is registered is somebody new. */
  next(): number
}

export interface Expected {
  status: number
  /** Bytes of the body, at least and at most. */
  size: [least: number, most: number]
  /** Stands in the body. */
  holds?: string
}

export interface Operation {
  name: string
  /** In words, for the report. */
  what: string
  /** Requests in one operation. */
  requests: number
  kind: 'read' | 'write' | 'find' | 'file'
  /** Connections at which it is measured, unless all. */
  connections?: number[]
  /** Answers an id, where something was made. */
  act(act: Act): Promise<string | void>
}

export class WrongAnswer extends Error {}

export function check(answer: Answer, expected: Expected, request: Request): void {
  const [least, most] = expected.size
  const wrong =
    answer.status !== expected.status
      ? `status ${answer.status}`
      : answer.size < least || answer.size > most
        ? `${answer.size} bytes`
        : expected.holds !== undefined && !answer.body.includes(expected.holds)
          ? `no ${expected.holds}`
          : null
  if (wrong !== null) {
    const path = request.path.replace(/[0-9a-f-]{36}/g, ':id')
    const said = answer.status >= 400 ? ` ${answer.body.toString('utf8', 0, 200)}` : ''
    throw new WrongAnswer(`${request.method} ${path}: ${wrong}${said}`)
  }
}

/** As the web app sends it. */
export function headersOf({ cookie, csrf }: Stock, type?: string): Record<string, string> {
  return type === undefined ? { Cookie: cookie } : { Cookie: cookie, 'X-Candour-Csrf': csrf, 'Content-Type': type }
}
