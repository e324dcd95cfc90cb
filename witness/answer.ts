/** `add-checkpoint` of c2sp.org/tlog-witness. */
import { isConsistent } from './consistency.ts'
import type { State } from './keep-state.ts'
import { cosign, fromBase64, isSignedBy, isSize, readSigned, type Cosigner, type Log, type Signed } from './notes.ts'

export interface Answer {
  status: number
  body: string
  type?: string
}

export interface Witness {
  logs: readonly Log[]
  cosigner: Cosigner
  state: State
  now(): number
}

const mostProof = 63
const sizeType = 'text/x.tlog.size'

interface Request {
  oldSize: number
  proof: Buffer[]
  signed: Signed
}

/** Answers one request after the other, so that comparing with what was seen and keeping it is one step. */
export function answerer(witness: Witness): (body: string) => Promise<Answer> {
  let before: Promise<unknown> = Promise.resolve()
  return (body) => {
    const request = read(body)
    if (request === null) return Promise.resolve({ status: 400, body: 'This is no add-checkpoint request.\n' })
    const logs = witness.logs.filter(({ name }) => name === request.signed.origin)
    if (logs.length === 0) return Promise.resolve({ status: 404, body: 'This log is not known here.\n' })
    if (!isSignedBy(request.signed, logs))
      return Promise.resolve({ status: 403, body: 'The checkpoint is not signed by a key that is known here.\n' })
    if (request.oldSize > request.signed.size)
      return Promise.resolve({ status: 400, body: 'The old size is larger than the new one.\n' })
    const answer = before.then(() => decide(witness, request, body))
    before = answer.catch(() => undefined)
    return answer
  }
}

function read(body: string): Request | null {
  const end = body.indexOf('\n\n')
  if (end < 0) return null
  const [first = '', ...lines] = body.slice(0, end).split('\n')
  const oldText = first.startsWith('old ') ? first.slice(4) : ''
  const proof = lines.map(fromBase64)
  const signed = readSigned(body.slice(end + 2))
  if (!isSize(oldText) || lines.length > mostProof || signed === null) return null
  if (!proof.every((hash) => hash?.length === 32)) return null
  return { oldSize: Number(oldText), proof: proof as Buffer[], signed }
}

async function decide(
  { state, cosigner, now }: Witness,
  { oldSize, proof, signed }: Request,
  body: string,
): Promise<Answer> {
  const { origin, size, root, text } = signed
  const seen = state.of(origin) ?? { size: 0, root: '' }
  const conflict = { status: 409, body: `${seen.size}\n`, type: sizeType }
  if (oldSize !== seen.size) return conflict
  const oldRoot = Buffer.from(seen.root, 'base64')
  if (size === oldSize && size > 0 && !root.equals(oldRoot)) {
    await state.keepEvidence(body)
    return conflict
  }
  if (!isConsistent({ oldSize, oldRoot, size, root, proof })) {
    await state.keepEvidence(body)
    return { status: 422, body: 'The proof does not show that the tree only grew.\n' }
  }
  if (state.of(origin) === undefined || size !== oldSize)
    await state.keep(origin, { size, root: root.toString('base64') })
  return { status: 200, body: cosign(cosigner, text, Math.floor(now() / 1000)) }
}
