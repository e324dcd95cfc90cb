import { AppError } from '../../platform/app-error.ts'
import type { BytesInput } from '../../platform/http/endpoint.ts'
import { knownType, notJson } from './check-resource.ts'
import type { ResourceChecker } from './resource-checker.ts'
import type { ResourceFacts } from './resource-facts.ts'

/** A resource that a request brought, found valid. */
export interface CheckedBody {
  facts: ResourceFacts
  received: Buffer
}

/**
 * The body of a create or an update, before anything of the database waits for it. Throws `resource.type_unknown`,
 * `input.unsupported_type`, `input.not_json`, `resource.invalid`, `resource.too_costly`, `system.busy`.
 */
export const checkBody =
  (checker: ResourceChecker) =>
  async ({ parameters, headers, body }: BytesInput, { now }: { now: Date }): Promise<CheckedBody> => {
    const type = knownType(parameters['type']!)
    if (!/^application\/(fhir\+json|json)\s*(;|$)/i.test(headers.contentType))
      throw new AppError('input.unsupported_type')
    const outcome = await checker.check(type, body, now)
    if ('facts' in outcome) return { facts: outcome.facts, received: body }
    if (outcome.problems[0]!.message === notJson) throw new AppError('input.not_json')
    throw new AppError('resource.invalid', outcome.problems)
  }
