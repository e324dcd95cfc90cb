import { mailRoutes } from '@candour/contract/mails.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import { showOutbox } from './show-outbox.ts'

/** @param isOffered no mail server is set, and only this machine is listened on */
export const mailEndpoints = (isOffered: boolean) => [
  endpoint(mailRoutes.outbox, { name: 'mail.outbox', kind: 'public', access: 'public', verb: showOutbox(isOffered) }),
]
