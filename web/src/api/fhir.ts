/** Reads a resource at Candour's own FHIR door: the bytes as they are kept. */
import type { ErrorCode } from '@candour/contract/errors.ts'
import { asSupport } from './as-support.ts'
import { ApiError, LostNetwork, noticeEnd } from './client.ts'
import { answered, lost } from './connection.ts'
import { isUntouched, noteAnswer } from './touched.ts'

/** Throws `ApiError` for what the server refused, `LostNetwork` when no answer came. */
export async function readFhir(type: string, id: string, version: number | null): Promise<string> {
  const path = `/fhir/R4/${encodeURIComponent(type)}/${encodeURIComponent(id)}`
  const isUse = !isUntouched()
  let response: Response
  let body: string
  try {
    response = await fetch(version === null ? path : `${path}/_history/${version}`, {
      headers: { accept: 'application/fhir+json', ...asSupport(), ...(!isUse && { 'x-candour-background': 'yes' }) },
      credentials: 'same-origin',
    })
    body = await response.text()
  } catch {
    lost()
    throw new LostNetwork()
  }
  answered()
  noteAnswer(response, isUse)
  if (response.ok) return body
  const error = outcomeError(response.status, body)
  noticeEnd(error, path)
  throw error
}

interface Outcome {
  issue?: { details?: { text?: ErrorCode }; diagnostics?: string }[]
}

/** An OperationOutcome (https://hl7.org/fhir/R4/operationoutcome.html) as the error that it stands for. */
function outcomeError(status: number, body: string): ApiError {
  let outcome: Outcome = {}
  try {
    outcome = JSON.parse(body) as Outcome
  } catch {
    // Said below: the answer is not one that Candour knows.
  }
  const { details, diagnostics } = outcome.issue?.[0] ?? {}
  return new ApiError(status, {
    code: details?.text ?? 'system.failed',
    message: diagnostics ?? 'The server answered in a way Candour does not know.',
    requestId: '',
  })
}
