import { describe, expect, it } from 'vitest'
import { KeyDestroyed, KeyExists, KeysUnreachable, PasswordQueueFull, SealBroken } from './vault-errors.ts'

describe("the vault's errors", () => {
  it.each([
    [() => new SealBroken('chunk'), 'SealBroken: sealed bytes do not open (chunk)'],
    [() => new KeysUnreachable('no answer'), 'KeysUnreachable: no answer'],
    [() => new KeyDestroyed('gone'), 'KeyDestroyed: gone'],
    [() => new KeyExists('there'), 'KeyExists: there'],
    [() => new PasswordQueueFull(), 'PasswordQueueFull: too many sign-ins at once'],
  ])('say who they are and what is wrong', (make, text) => {
    const error = make()
    expect(String(error)).toBe(text)
    expect(error).toBeInstanceOf(Error)
  })

  it('tell the kind of fault apart', () => {
    expect(new SealBroken('length').fault).toBe('length')
  })
})
