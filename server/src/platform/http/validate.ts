/** Promise: what comes in has the shape of the contract, nothing more; what leaves has it too. */
import type { FastifyRequest } from 'fastify'
import { AppError } from '../app-error.ts'
import { readJson } from './body.ts'
import type { Endpoint } from './endpoint.ts'
import { inputProblems } from './faults.ts'

/** Path parameters and body (or query), in one flat object. Throws `input.invalid`. */
export async function readInput(endpoint: Endpoint, request: FastifyRequest): Promise<unknown> {
  const body = request.method === 'GET' ? { ...(request.query as object) } : await readJson(request)
  if (request.method !== 'GET' && Object.keys(request.query as object).length > 0) {
    throw new AppError('input.invalid', [{ path: '', message: 'This address takes no query string.' }])
  }
  const parameters = request.params as Record<string, string>
  for (const name of Object.keys(parameters)) {
    if (Object.hasOwn(body, name))
      throw new AppError('input.invalid', [{ path: name, message: 'This stands in the address already.' }])
  }
  const parsed = endpoint.input!.safeParse({ ...body, ...parameters }, { reportInput: true })
  if (!parsed.success) throw inputProblems(parsed.error)
  return parsed.data
}

/** What leaves has the shape of the contract, or it doesn't leave. */
export function validOutput(endpoint: Endpoint, output: unknown): unknown {
  const parsed = endpoint.output!.safeParse(output)
  if (!parsed.success)
    throw new Error(`${endpoint.name} answers outside its contract: ${parsed.error.issues[0]?.path.join('.')}`)
  return parsed.data
}
