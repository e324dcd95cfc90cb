/**
 * Promise: the session token travels in a cookie that no script reads and no other site sends. `__Host-` and Secure over
 * TLS; on plain http, which answers on loopback alone, an unprefixed name (Safari drops Secure cookies there). The cookie by which
 * a browser is known again (`device`) opens nothing by itself, and outlives the session by 400 days at most. What a browser holds
 * while its person signs in elsewhere (`flow`) is sealed, and lives ten minutes.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FlowCookie, LinkCookie, SessionCookie, SupportCookie } from './endpoint.ts'

function cookieName(secure: boolean): string {
  return secure ? '__Host-candour' : 'candour'
}

const deviceDays = 400

function deviceCookieName(secure: boolean): string {
  return secure ? '__Host-candour-device' : 'candour-device'
}

/** It opens nothing: it only says that somebody signed in with this browser before. */
export function readDeviceToken(request: FastifyRequest, secure: boolean): string | undefined {
  const token = request.cookies[deviceCookieName(secure)]
  return token !== undefined && /^[\w-]{43}$/.test(token) ? token : undefined
}

function supportCookieName(secure: boolean): string {
  return secure ? '__Host-candour-support' : 'candour-support'
}

/** Never looked at where a practice's people come in, as theirs is never looked at here. */
export function readSupportToken(request: FastifyRequest, secure: boolean): string | undefined {
  return request.cookies[supportCookieName(secure)]
}

export function setSupportCookie(reply: FastifyReply, cookie: SupportCookie, secure: boolean): void {
  const attributes = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const
  if (cookie === 'cleared') reply.clearCookie(supportCookieName(secure), attributes)
  else reply.setCookie(supportCookieName(secure), cookie.token, { ...attributes, expires: cookie.endsAt })
}

function linkCookieName(secure: boolean): string {
  return secure ? '__Host-candour-link' : 'candour-link'
}

export function readLinkToken(request: FastifyRequest, secure: boolean): string | undefined {
  return request.cookies[linkCookieName(secure)]
}

export function setLinkCookie(reply: FastifyReply, cookie: LinkCookie, secure: boolean): void {
  const attributes = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const
  if (cookie === 'cleared') reply.clearCookie(linkCookieName(secure), attributes)
  else reply.setCookie(linkCookieName(secure), cookie.token, { ...attributes, expires: cookie.endsAt })
}

export function readSessionToken(request: FastifyRequest, secure: boolean): string | undefined {
  return request.cookies[cookieName(secure)]
}

function flowCookieName(secure: boolean): string {
  return secure ? '__Host-candour-flow' : 'candour-flow'
}

const flowSeconds = 600

export function readFlow(request: FastifyRequest, secure: boolean): string | undefined {
  return request.cookies[flowCookieName(secure)]
}

/** Strict, too: the page to which the browser comes back asks from here. */
export function setFlowCookie(reply: FastifyReply, flow: FlowCookie, secure: boolean): void {
  const attributes = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const
  if (flow === null) reply.clearCookie(flowCookieName(secure), attributes)
  else reply.setCookie(flowCookieName(secure), flow, { ...attributes, maxAge: flowSeconds })
}

export function setSessionCookie(reply: FastifyReply, cookie: SessionCookie, secure: boolean): void {
  const attributes = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const
  if (cookie === 'cleared') {
    reply.clearCookie(cookieName(secure), attributes)
    reply.header('clear-site-data', '"cache", "storage"')
  } else if (cookie === 'locked') reply.clearCookie(cookieName(secure), attributes)
  else {
    reply.setCookie(cookieName(secure), cookie.token, { ...attributes, expires: cookie.endsAt })
    if (cookie.device !== undefined) {
      const expires = new Date(Date.now() + deviceDays * 86_400_000)
      reply.setCookie(deviceCookieName(secure), cookie.device, { ...attributes, expires })
    }
  }
}
