import { OperatorError } from '../../platform/operator-error.ts'
import type { WitnessSetting } from '../../platform/config/witness-list.ts'

const patienceMs = 10_000
/** Some signature lines, or a number. */
const mostBytes = 16_000

export interface WitnessAnswer {
  status: number
  /** Of `text/x.tlog.size`: how many entries the witness has signed. */
  isSize: boolean
  text: string
}

export type AskWitness = (witness: WitnessSetting, body: string) => Promise<WitnessAnswer>

/**
 * Posts to the address that the operator configured and to no other: it is not sent on, takes ten seconds at most, and no
 * answer is larger than a few signatures.
 */
export function askerOfWitnesses(patience = patienceMs): AskWitness {
  return async ({ url }, body) => {
    const response = await fetch(`${url}/add-checkpoint`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'user-agent': 'Candour' },
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    })
    const isSize = /^text\/x\.tlog\.size(?:;|$)/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, isSize, text: await textOf(response) }
  }
}

async function textOf({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body ?? []) {
    size += part.length
    if (size > mostBytes) throw new OperatorError('A witness answered too much.')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}
