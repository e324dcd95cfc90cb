import { alertRoutes } from '@candour/contract/alerts.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import type { Directory } from '../directory/directory.ts'
import { listAlerts } from './list-alerts.ts'
import { readAlert } from './read-alert.ts'
import { reopenAlert, settleAlert } from './settle-alert.ts'

/** Who watches over access does so after a trial as well, and while the practice is locked. */
export const alertEndpoints = (directory: Directory) => [
  endpoint(alertRoutes.list, {
    name: 'alert.list',
    kind: 'read',
    access: 'alert.review',
    inLockdown: true,
    verb: listAlerts,
  }),
  endpoint(alertRoutes.read, {
    name: 'alert.read',
    kind: 'read',
    access: 'alert.review',
    inLockdown: true,
    verb: readAlert(directory),
  }),
  endpoint(alertRoutes.settle, {
    name: 'alert.settle',
    kind: 'change',
    access: 'alert.review',
    afterTrial: true,
    needsProof: true,
    verb: settleAlert,
  }),
  endpoint(alertRoutes.reopen, {
    name: 'alert.reopen',
    kind: 'change',
    access: 'alert.review',
    afterTrial: true,
    needsProof: true,
    verb: reopenAlert,
  }),
]
