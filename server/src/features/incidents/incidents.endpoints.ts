import { incidentRoutes } from '@candour/contract/incidents.ts'
import { bytesEndpoint, endpoint } from '../../platform/http/endpoint.ts'
import type { Directory } from '../directory/directory.ts'
import { addNote, assessIncident, correctTimes } from './assess-incident.ts'
import { addTask, changeTask } from './change-tasks.ts'
import { closeIncident, reopenIncident } from './close-incident.ts'
import { countAffected } from './count-opened.ts'
import { confirmDecision, decideRisk, decideTelling } from './decide-incident.ts'
import { downloadIncident, startIncidentExport } from './export-incident.ts'
import { recordAct, saveNotice } from './keep-notices.ts'
import { listIncidents, readIncident } from './list-incidents.ts'
import { openByHand } from './open-by-hand.ts'
import { openFromAlert } from './open-from-alert.ts'
import { openFromNotice } from './open-from-notice.ts'
import { readIncidentEntries } from './read-incident-entries.ts'

/** A breach asks for no leave: cases are handled after a trial as well, and while the practice is locked. */
const reads = { kind: 'read', access: 'incident.manage', inLockdown: true } as const
const works = { kind: 'change', access: 'incident.manage', afterTrial: true, inLockdown: true } as const
/** What decides whether somebody is told. */
const decides = { ...works, needsProof: true } as const

export const incidentEndpoints = ({ directory, publicOrigin }: { directory: Directory; publicOrigin: string }) => [
  endpoint(incidentRoutes.list, { name: 'incident.list', ...reads, verb: listIncidents }),
  endpoint(incidentRoutes.open, { name: 'incident.open', ...works, verb: openByHand(publicOrigin) }),
  endpoint(incidentRoutes.openFromAlert, {
    name: 'incident.open-from-alert',
    ...works,
    verb: openFromAlert(publicOrigin),
  }),
  endpoint(incidentRoutes.openFromNotice, {
    name: 'incident.open-from-notice',
    ...works,
    verb: openFromNotice(publicOrigin),
  }),
  endpoint(incidentRoutes.read, { name: 'incident.read', ...reads, verb: readIncident }),
  endpoint(incidentRoutes.entries, { name: 'incident.entries', ...reads, verb: readIncidentEntries(directory) }),
  endpoint(incidentRoutes.correct, { name: 'incident.correct', ...works, verb: correctTimes }),
  endpoint(incidentRoutes.assess, { name: 'incident.assess', ...works, verb: assessIncident }),
  endpoint(incidentRoutes.count, { name: 'incident.count', ...works, verb: countAffected }),
  endpoint(incidentRoutes.decideRisk, { name: 'incident.decide-risk', ...decides, verb: decideRisk }),
  endpoint(incidentRoutes.decideTelling, { name: 'incident.decide-telling', ...decides, verb: decideTelling }),
  endpoint(incidentRoutes.confirm, { name: 'incident.confirm', ...decides, verb: confirmDecision }),
  endpoint(incidentRoutes.addTask, { name: 'incident.add-task', ...works, verb: addTask }),
  endpoint(incidentRoutes.changeTask, { name: 'incident.change-task', ...works, verb: changeTask }),
  endpoint(incidentRoutes.addNote, { name: 'incident.note', ...works, verb: addNote }),
  endpoint(incidentRoutes.saveNotice, { name: 'incident.save-notice', ...works, verb: saveNotice }),
  endpoint(incidentRoutes.recordAct, { name: 'incident.record', ...decides, verb: recordAct }),
  endpoint(incidentRoutes.close, { name: 'incident.close', ...decides, verb: closeIncident }),
  endpoint(incidentRoutes.reopen, { name: 'incident.reopen', ...decides, verb: reopenIncident }),
  endpoint(incidentRoutes.startExport, { name: 'incident.export', ...decides, verb: startIncidentExport }),
  bytesEndpoint(
    { method: 'GET', path: '/api/incidents/:id/exports/:number' },
    {
      name: 'incident.download',
      kind: 'bytes-read',
      access: 'incident.manage',
      inLockdown: true,
      needsProof: true,
      verb: downloadIncident,
    },
  ),
]
