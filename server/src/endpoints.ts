/** The whole table: every route of Candour with who may call it. `npm run endpoints` prints it. */
import type { Endpoint } from './platform/http/endpoint.ts'
import type { CompartmentKey } from './platform/vault/vault.ts'
import { accessLinkEndpoints } from './features/access-links/access-links.endpoints.ts'
import { alertEndpoints } from './features/alerts/alerts.endpoints.ts'
import { checkpointEndpoints } from './features/checkpoints/checkpoints.endpoints.ts'
import type { StreamParts } from './features/checkpoints/prove-entry.ts'
import type { Workspace } from './platform/database/workspace.ts'
import type { Check } from './features/checks/check.ts'
import { checkEndpoints } from './features/checks/checks.endpoints.ts'
import { demoEndpoints } from './features/demo/demo.endpoints.ts'
import type { Demos } from './features/demo/demos.ts'
import { draftEndpoints } from './features/drafts/drafts.endpoints.ts'
import { emailEndpoints } from './features/emails/emails.endpoints.ts'
import { entryEndpoints } from './features/entries/entries.endpoints.ts'
import { eventEndpoints } from './features/events/events.endpoints.ts'
import type { ListenOptions } from './features/events/listen.ts'
import { factorEndpoints } from './features/factors/factors.endpoints.ts'
import type { PasskeySite } from './features/factors/passkey.ts'
import { fileEndpoints } from './features/files/files.endpoints.ts'
import { glassEndpoints } from './features/glasses/glasses.endpoints.ts'
import { incidentEndpoints } from './features/incidents/incidents.endpoints.ts'
import { holdEndpoints } from './features/holds/holds.endpoints.ts'
import { mailEndpoints } from './features/mails/mails.endpoints.ts'
import { memberEndpoints } from './features/members/members.endpoints.ts'
import { noteEndpoints } from './features/notes/notes.endpoints.ts'
import { noticeEndpoints } from './features/notices/notices.endpoints.ts'
import type { Directory } from './features/directory/directory.ts'
import { patientEndpoints } from './features/patients/patients.endpoints.ts'
import { passwordEndpoints } from './features/passwords/passwords.endpoints.ts'
import type { RefuseWeak } from './features/passwords/refuse-weak-password.ts'
import type { PackParts } from './features/promises/pack-content.ts'
import { promiseEndpoints } from './features/promises/promises.endpoints.ts'
import { practiceEndpoints } from './features/practices/practices.endpoints.ts'
import { providerEndpoints } from './features/providers/providers.endpoints.ts'
import type { Providers } from './platform/sign-on/providers.ts'
import { recoveryEndpoints } from './features/recoveries/recoveries.endpoints.ts'
import type { ResourceChecker } from './features/resources/resource-checker.ts'
import { resourceEndpoints } from './features/resources/resources.endpoints.ts'
import { restrictionEndpoints } from './features/restrictions/restrictions.endpoints.ts'
import { retentionEndpoints } from './features/retention/retention.endpoints.ts'
import { reviewEndpoints } from './features/reviews/reviews.endpoints.ts'
import { rulesEndpoints } from './features/rules/rules.endpoints.ts'
import { seatEndpoints } from './features/seats/seats.endpoints.ts'
import { sealEndpoints } from './features/seals/seals.endpoints.ts'
import { tableEndpoints } from './features/tables/tables.endpoints.ts'
import { transferEndpoints } from './features/transfers/transfers.endpoints.ts'
import { supportEndpoints } from './features/support/support.endpoints.ts'
import type { DecidedBy } from './features/support/standing.ts'
import { unfiledEndpoints } from './features/unfiled/unfiled.endpoints.ts'
import { sessionEndpoints } from './features/sessions/sessions.endpoints.ts'

export interface EndpointOptions {
  tokenKey: CompartmentKey
  directory: Directory
  publicOrigin: string
  refuseWeak: RefuseWeak
  /** For whom passkeys are made; null where the address is a bare number. */
  site: PasskeySite | null
  /** Whom practices may trust for signing in, and how they are asked. */
  providers: Providers
  signInIssuers: readonly string[]
  demos: Demos
  checker: ResourceChecker
  /** Whether demonstrations are opened from the sign-up page. */
  offersDemo: boolean
  listening: ListenOptions
  /** The rules of a practice, by their mark. */
  decidedBy: DecidedBy
  /** Who signs the ledger, and what it signed. */
  ledger: StreamParts
  /** No mail server is set: mails wait in the outbox, which this machine is shown. */
  offersOutbox: boolean
  /** What Candour looks at by itself, and where it is kept how the installation stands. */
  checks: readonly Check[]
  jobs: Workspace
  /** There is a new practice to look at. */
  lookAtNew: () => void
  /** There is a new import or export to work on. */
  lookForTransfers: () => void
  /** What the page of proof is found from, and by whose key a pack is signed. */
  proof: PackParts
}

export function endpointTable({
  tokenKey,
  directory,
  publicOrigin,
  refuseWeak,
  site,
  providers,
  signInIssuers,
  demos,
  checker,
  offersDemo,
  listening,
  decidedBy,
  ledger,
  offersOutbox,
  checks,
  jobs,
  lookAtNew,
  lookForTransfers,
  proof,
}: EndpointOptions): Endpoint[] {
  const proving = { tokenKey, site }
  return [
    ...practiceEndpoints(proving, refuseWeak, lookAtNew),
    ...demoEndpoints(demos, offersDemo),
    ...sessionEndpoints(proving, refuseWeak),
    ...seatEndpoints,
    ...factorEndpoints(proving),
    ...recoveryEndpoints(tokenKey, publicOrigin),
    ...passwordEndpoints(tokenKey, refuseWeak),
    ...emailEndpoints(tokenKey, publicOrigin),
    ...memberEndpoints(proving, publicOrigin, refuseWeak),
    ...rulesEndpoints,
    ...supportEndpoints({ proving, directory, publicOrigin, decidedBy }),
    ...providerEndpoints({ tokenKey, providers, issuers: signInIssuers, publicOrigin }, site),
    ...patientEndpoints(directory),
    ...restrictionEndpoints,
    ...glassEndpoints(directory, publicOrigin),
    ...draftEndpoints(directory),
    ...noteEndpoints,
    ...fileEndpoints,
    ...sealEndpoints,
    ...entryEndpoints(directory, listening),
    ...checkpointEndpoints(ledger),
    ...accessLinkEndpoints({ tokenKey, publicOrigin, decidedBy }),
    ...holdEndpoints(directory),
    ...retentionEndpoints,
    ...alertEndpoints(directory),
    ...reviewEndpoints,
    ...checkEndpoints(jobs, checks),
    ...incidentEndpoints({ directory, publicOrigin }),
    ...promiseEndpoints(proof),
    ...eventEndpoints(listening),
    ...noticeEndpoints,
    ...mailEndpoints(offersOutbox),
    ...resourceEndpoints(checker),
    ...unfiledEndpoints,
    ...transferEndpoints(lookForTransfers),
    ...tableEndpoints(lookForTransfers),
  ]
}
