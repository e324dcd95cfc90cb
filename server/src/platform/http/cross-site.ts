/** Promise: a change comes from Candour's own pages: the Origin must be ours, and a token bound to the session be there. */
import type { FastifyRequest } from 'fastify'
import { csrfTokenOf } from '../access/authenticate.ts'
import { AppError } from '../app-error.ts'

/** Throws `request.cross_site`. For requests without a session only the origin is asked. */
export function refuseCrossSite(
  request: FastifyRequest,
  publicOrigins: ReadonlySet<string>,
  token: string | null,
): void {
  const { origin, 'sec-fetch-site': site, 'x-candour-csrf': csrf } = request.headers
  if (origin !== undefined && !publicOrigins.has(origin)) throw new AppError('request.cross_site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new AppError('request.cross_site')
  if (token !== null && csrf !== csrfTokenOf(token)) throw new AppError('request.cross_site')
}
