import { checkRoutes } from '@candour/contract/checks.ts'
import type { Workspace } from '../../platform/database/workspace.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import { askCheck } from './ask-check.ts'
import type { Check } from './check.ts'
import { listChecks } from './list-checks.ts'

/** Whether all is whole is shown after a trial as well, and while the practice is locked. */
export const checkEndpoints = (jobs: Workspace, all: readonly Check[]) => [
  endpoint(checkRoutes.list, {
    name: 'check.list',
    kind: 'read',
    access: 'check.watch',
    inLockdown: true,
    verb: listChecks(jobs, all),
  }),
  endpoint(checkRoutes.run, {
    name: 'check.run',
    kind: 'change',
    access: 'check.watch',
    afterTrial: true,
    inLockdown: true,
    verb: askCheck(jobs, all),
  }),
]
