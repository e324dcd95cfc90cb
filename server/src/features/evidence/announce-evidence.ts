import type { evidenceRoutes } from '@candour/contract/evidence.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import type { z } from 'zod'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { dayOf } from './day-of.ts'
import { evidences } from './evidence.store.ts'
import { sealEvidence } from './sealed-evidence.ts'

type Announced = z.output<(typeof evidenceRoutes)['announce']['input']>

/** The row comes first, the bytes follow. Throws `promise.takes_no_evidence`, `evidence.expired`. */
export const announceEvidence =
  (takesEvidence: (promise: string) => boolean) =>
  async (call: Call<Announced>): Promise<Outcome<OutputOf<typeof evidenceRoutes.announce>>> => {
    const { input, tx, actor, now } = call
    const { promise, title, note, expiresOn, file, size } = input
    if (!takesEvidence(promise)) throw new AppError('promise.takes_no_evidence')
    if (expiresOn < dayOf(now)) throw new AppError('evidence.expired')
    const id = newId()
    const facts = {
      promise,
      title,
      note,
      file,
      size,
      expiresOn,
      by: actor.member,
      announcedAt: now.toISOString(),
      filed: null,
    }
    await evidences.announce(tx, id, promise, expiresOn, sealEvidence(call, id, 1, facts).sealed)
    return { output: { id, contentUrl: `/api/evidence/${id}/content` }, subjects: [], facts: { promise } }
  }
