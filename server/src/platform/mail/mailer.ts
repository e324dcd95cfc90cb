/**
 * Promise: mail leaves this machine by TLS that checks the server's name, or not at all (P39); only to a server on this
 * machine may it go in the clear.
 */
import { createTransport } from 'nodemailer'
import { ciphers } from '../vault/local-certificate.ts'
import type { MailServer } from '../config/smtp-url.ts'

export interface OutgoingMail {
  /** The same at each try, so that a mail sent twice is one: RFC 5322, section 3.6.4. */
  id: string
  to: { name: string; address: string }
  subject: string
  text: string
  html: string
}

/** The server took none of it and says that it never will: RFC 5321, section 4.2.1, 5yz. */
export class MailRefused extends Error {
  override name = 'MailRefused'
}

export interface Mailer {
  /** Resolves when the server has taken it. Throws MailRefused for good, anything else for now. */
  send(mail: OutgoingMail): Promise<void>
  close(): void
}

const patienceMs = 20_000

export function createMailer(server: MailServer): Mailer {
  const { host, port, user, password, from, tls } = server
  const transport = createTransport({
    host,
    port,
    secure: tls === 'at-once',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    tls: {
      minVersion: 'TLSv1.2',
      ciphers,
      rejectUnauthorized: true,
      servername: host,
      ...(server.ca && { ca: server.ca }),
    },
    ...(user === undefined ? {} : { auth: { user, pass: password } }),
    pool: true,
    maxConnections: 2,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    // Nothing is read from files or addresses that stand in a mail.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ id, to, subject, text, html }) {
      const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
      try {
        await transport.sendMail({
          from,
          to,
          subject,
          text,
          html,
          messageId: `<${id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        })
      } catch (error) {
        const code = (error as { responseCode?: unknown }).responseCode
        // Wrong credentials are the operator's to mend; the mail waits for it.
        const isForGood = typeof code === 'number' && code >= 500 && (error as { code?: string }).code !== 'EAUTH'
        throw isForGood ? new MailRefused(`the server answered ${code}`, { cause: error }) : error
      }
    },
    close: () => transport.close(),
  }
}
