/** The whole table: every route of Candour with who may call it. `npm run endpoints` prints it. */
import type { Endpoint } from './platform/http/endpoint.ts'
import type { CompartmentKey } from './platform/vault/vault.ts'
import { demoEndpoints } from './features/demo/demo.endpoints.ts'
import type { Demos } from './features/demo/demos.ts'
import { draftEndpoints } from './features/drafts/drafts.endpoints.ts'
import { entryEndpoints } from './features/entries/entries.endpoints.ts'
import { eventEndpoints } from './features/events/events.endpoints.ts'
import type { ListenOptions } from './features/events/listen.ts'
import { factorEndpoints } from './features/factors/factors.endpoints.ts'
import { fileEndpoints } from './features/files/files.endpoints.ts'
import { mailEndpoints } from './features/mails/mails.endpoints.ts'
import { memberEndpoints } from './features/members/members.endpoints.ts'
import { noteEndpoints } from './features/notes/notes.endpoints.ts'
import { noticeEndpoints } from './features/notices/notices.endpoints.ts'
import type { Directory } from './features/directory/directory.ts'
import { patientEndpoints } from './features/patients/patients.endpoints.ts'
import { practiceEndpoints } from './features/practices/practices.endpoints.ts'
import type { ResourceChecker } from './features/resources/resource-checker.ts'
import { resourceEndpoints } from './features/resources/resources.endpoints.ts'
import { sealEndpoints } from './features/seals/seals.endpoints.ts'
import { tableEndpoints } from './features/tables/tables.endpoints.ts'
import { transferEndpoints } from './features/transfers/transfers.endpoints.ts'
import { unfiledEndpoints } from './features/unfiled/unfiled.endpoints.ts'
import { sessionEndpoints } from './features/sessions/sessions.endpoints.ts'

export interface EndpointOptions {
  tokenKey: CompartmentKey
  directory: Directory
  publicOrigin: string
  demos: Demos
  checker: ResourceChecker
  /** Whether demonstrations are opened from the sign-up page. */
  offersDemo: boolean
  listening: ListenOptions
  /** No mail server is set: mails wait in the outbox, which this machine is shown. */
  offersOutbox: boolean
  /** There is a new import or export to work on. */
  lookForTransfers: () => void
}

export function endpointTable({
  tokenKey,
  directory,
  publicOrigin,
  demos,
  checker,
  offersDemo,
  listening,
  offersOutbox,
  lookForTransfers,
}: EndpointOptions): Endpoint[] {
  return [
    ...practiceEndpoints(tokenKey),
    ...demoEndpoints(demos, offersDemo),
    ...sessionEndpoints(tokenKey),
    ...factorEndpoints(tokenKey),
    ...memberEndpoints(tokenKey, publicOrigin),
    ...patientEndpoints(directory),
    ...draftEndpoints(directory),
    ...noteEndpoints,
    ...fileEndpoints,
    ...sealEndpoints,
    ...entryEndpoints(directory),
    ...eventEndpoints(listening),
    ...noticeEndpoints,
    ...mailEndpoints(offersOutbox),
    ...resourceEndpoints(checker),
    ...unfiledEndpoints,
    ...transferEndpoints(lookForTransfers),
    ...tableEndpoints(lookForTransfers),
  ]
}
