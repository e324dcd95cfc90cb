import { noticeRoutes } from '@candour/contract/notices.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import { dismissNotice, listNotices } from './list-notices.ts'

export const noticeEndpoints = [
  endpoint(noticeRoutes.list, { name: 'notice.list', kind: 'read', access: 'signed-in', verb: listNotices }),
  endpoint(noticeRoutes.dismiss, {
    name: 'notice.dismiss',
    kind: 'change',
    access: 'member.invite',
    afterTrial: true,
    verb: dismissNotice,
  }),
]
