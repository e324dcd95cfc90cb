/**
 * Promise: the session token travels in a cookie that no script reads and no other site sends. `__Host-` and Secure over
 * TLS; on plain http, which answers on loopback alone, an unprefixed name (Safari drops Secure cookies there).
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SessionCookie } from './endpoint.ts'

function cookieName(secure: boolean): string {
  return secure ? '__Host-candour' : 'candour'
}

export function readSessionToken(request: FastifyRequest, secure: boolean): string | undefined {
  return request.cookies[cookieName(secure)]
}

export function setSessionCookie(reply: FastifyReply, cookie: SessionCookie, secure: boolean): void {
  const attributes = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const
  if (cookie === 'cleared') {
    reply.clearCookie(cookieName(secure), attributes)
    reply.header('clear-site-data', '"cache", "storage"')
  } else reply.setCookie(cookieName(secure), cookie.token, { ...attributes, expires: cookie.endsAt })
}
