/**
 * A Candour whose passwords cost their argon2id once: the same password is hashed once, the same comparison made once. For
 * the suites that are not about passwords, but sign in many people.
 */
import type { Config } from '../../src/platform/config.ts'
import type { Injected } from '../../src/main.ts'
import { startTestCandour, type TestCandour } from '../candour.ts'

export async function startQuickCandour(
  injected?: Injected,
  change?: (config: Config) => Config,
): Promise<TestCandour> {
  const candour = await startTestCandour(injected, change)
  const { vault } = candour.parts
  const { hashPassword, verifyPassword } = vault
  Object.assign(vault, {
    hashPassword: once(hashPassword, (password) => password),
    verifyPassword: once(verifyPassword, (stored, password) => `${stored} ${password}`),
  })
  return candour
}

function once<A extends unknown[], R>(act: (...given: A) => Promise<R>, nameOf: (...given: A) => string) {
  const kept = new Map<string, Promise<R>>()
  return (...given: A): Promise<R> => {
    const name = nameOf(...given)
    const result = kept.get(name) ?? act(...given)
    kept.set(name, result)
    result.catch(() => kept.delete(name))
    return result
  }
}
