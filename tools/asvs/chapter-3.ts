import type { Chapter } from './requirement.ts'

const headers = {
  test: 'server/test/walls/routes.test.ts',
  title: 'P35 P51 every answer carries the headers that keep a browser safe',
}
const cookie = {
  test: 'server/test/walls/sessions.test.ts',
  title: 'P51 the cookie is out of reach of scripts and other sites; over TLS it is __Host- and Secure',
}
const cookieOfSeat = {
  test: 'server/src/features/seats/seats.test.ts',
  title: 'the cookie of a device is out of reach of scripts and other sites, and alone it opens nothing',
}
const cookiesOverTls = {
  test: 'e2e/over-https.test.ts',
  title: 'P34 with --https a phone on the network signs up over TLS',
}
const crossSite = 'server/test/walls/cross-site.test.ts'
const secureHeaders = 'server/src/platform/http/security-headers.ts'
const plainHttp = 'Plain http, on loopback alone, has an unprefixed cookie without Secure: Safari drops it there.'

export const webFrontend: Chapter = {
  title: 'V3 Web front-end',
  requirements: [
    {
      id: '3.2.1',
      level: 1,
      asks: 'Answers and files are not rendered in a wrong context',
      shown: [
        headers,
        {
          test: 'server/test/walls/file-types.test.ts',
          title: 'P51 what looks like a kept kind and like a page too is only ever handed out as a file',
        },
      ],
    },
    {
      id: '3.2.2',
      level: 1,
      asks: 'Text is shown as text, by safe functions',
      shown: [
        {
          test: 'e2e/every-page.test.ts',
          title: 'P51 markup in every field of a record is shown as text and runs nowhere',
        },
        { under: 'web/src', lacks: ['dangerouslySetInnerHTML', 'innerHTML', 'outerHTML', 'document.write', 'srcdoc'] },
      ],
    },
    {
      id: '3.3.1',
      level: 1,
      asks: 'Cookies are Secure, with a prefix that says so',
      shown: [cookie, cookiesOverTls],
      but: plainHttp,
    },
    {
      id: '3.3.2',
      level: 2,
      asks: 'SameSite by what the cookie is for',
      shown: [cookie, cookieOfSeat, cookiesOverTls],
    },
    { id: '3.3.3', level: 2, asks: 'Cookies are named `__Host-`', shown: [cookie, cookiesOverTls], but: plainHttp },
    {
      id: '3.3.4',
      level: 2,
      asks: 'Tokens are HttpOnly and travel by Set-Cookie alone',
      shown: [
        cookie,
        cookieOfSeat,
        { file: 'contract/src/sessions.ts', says: 'The cookie holds the token, the server its hash' },
      ],
      but: 'That no body holds it is the contract’s: answers with a field it does not name are refused by the door.',
    },
    {
      id: '3.4.1',
      level: 1,
      asks: 'HSTS for a year, subdomains included',
      shown: [cookie, { file: secureHeaders, says: "'max-age=31536000; includeSubDomains'" }],
      but: 'The test sees it at one answer, the hook sets it at all; not with a local certificate, nor on plain http.',
    },
    {
      id: '3.4.2',
      level: 1,
      asks: 'CORS opens nothing to other origins',
      shown: [
        { test: crossSite, title: 'P51 no answer lets another site read it: there are no CORS headers anywhere' },
      ],
    },
    {
      id: '3.4.3',
      level: 2,
      asks: 'A content security policy: no objects, no base, an allow-list',
      shown: [
        headers,
        { test: 'server/test/walls/routes.test.ts', title: 'P35 a page of the web app carries the same headers' },
        { file: secureHeaders, says: '"default-src \'none\'"' },
        { file: secureHeaders, says: '"base-uri \'none\'"' },
      ],
      but: '`object-src` is none by `default-src`; a file’s download has `sandbox` in place of `base-uri`.',
    },
    { id: '3.4.4', level: 2, asks: 'nosniff on every answer', shown: [headers] },
    { id: '3.4.5', level: 2, asks: 'A referrer policy that leaks nothing', shown: [headers] },
    {
      id: '3.4.6',
      level: 2,
      asks: '`frame-ancestors` on every answer',
      shown: [
        { test: 'server/test/walls/routes.test.ts', title: 'P35 a page of the web app carries the same headers' },
        { file: secureHeaders, says: '"frame-ancestors \'none\'"' },
        { file: 'server/src/features/files/read-content.ts', says: 'frame-ancestors' },
      ],
    },
    {
      id: '3.5.1',
      level: 1,
      asks: 'Requests that matter come from the application itself',
      shown: [
        { test: crossSite, title: 'P51 nothing that another site can make a browser send changes anything' },
        { test: crossSite, title: 'P51 without the session’s own token nothing changes' },
      ],
    },
    {
      id: '3.5.2',
      level: 1,
      asks: 'No way around a preflight',
      shown: [
        { test: crossSite, title: 'P51 a form that reaches Candour without saying from where is refused for its type' },
        { test: crossSite, title: 'P51 nothing that another site can make a browser send changes anything' },
      ],
    },
    {
      id: '3.5.3',
      level: 1,
      asks: 'What changes something is no GET',
      shown: [
        {
          test: 'server/test/walls/matrix.test.ts',
          title: 'P02 P05 the table of endpoints is the one that was approved',
        },
        { test: 'server/test/walls/routes.test.ts', title: 'P51 no other method is served at any route' },
      ],
      but: 'The approved table names the method of each; that what a GET runs only reads is seen by reading it.',
    },
    {
      id: '3.5.4',
      level: 2,
      asks: 'Separate applications on separate host names',
      notApplicable: 'A server is one application; what else its host name serves is the operator’s to decide.',
    },
    {
      id: '3.5.5',
      level: 2,
      asks: 'Messages from other origins are discarded',
      shown: [
        {
          under: 'web/src',
          lacks: ["addEventListener('message'", 'window.onmessage', '.parent.postMessage', 'window.opener'],
        },
      ],
      but: 'Windows of the same origin speak by BroadcastChannel, which no other origin reaches.',
    },
    {
      id: '3.7.1',
      level: 2,
      asks: 'No client technology that is out of support',
      shown: [{ under: 'web/src', lacks: ['<object', '<embed', '<applet', 'ActiveXObject'] }],
    },
    {
      id: '3.7.2',
      level: 2,
      asks: 'Automatic redirects stay at home',
      shown: [
        {
          test: 'server/src/platform/sign-on/providers.test.ts',
          title: 'nobody is sent to another host than the one that the operator allows',
        },
        { file: 'web/src/app/outside-routes.ts', says: "typeof then === 'string' && /^\\/(?![/\\\\])/.test(then)" },
      ],
      but: 'What follows a sign-in is a path of this origin; the server redirects nowhere.',
    },
  ],
}
