import { reviewExportPath, reviewRoutes } from '@candour/contract/reviews.ts'
import { bytesEndpoint, endpoint } from '../../platform/http/endpoint.ts'
import { exportReview, listReviews, readReview } from './list-reviews.ts'
import { prepareReview, signReview } from './sign-review.ts'

export const reviewEndpoints = [
  endpoint(reviewRoutes.list, { name: 'review.list', kind: 'read', access: 'alert.review', verb: listReviews }),
  // It changes nothing; as a change it has a transaction of its own, for which no other reader waits.
  endpoint(reviewRoutes.prepare, {
    name: 'review.prepare',
    kind: 'change',
    access: 'alert.review',
    afterTrial: true,
    verb: prepareReview,
  }),
  endpoint(reviewRoutes.sign, {
    name: 'review.sign',
    kind: 'change',
    access: 'alert.review',
    afterTrial: true,
    needsProof: true,
    verb: signReview,
  }),
  endpoint(reviewRoutes.read, { name: 'review.read', kind: 'read', access: 'alert.review', verb: readReview }),
  bytesEndpoint(
    { method: 'GET', path: reviewExportPath },
    { name: 'review.export', kind: 'bytes-read', access: 'alert.review', needsProof: true, verb: exportReview },
  ),
]
