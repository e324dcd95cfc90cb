import { describe, expect, it } from 'vitest'
import { passwordStrength, tellingCharacters } from './password-strength.ts'

describe('the password meter', () => {
  it('asks for the characters that are missing', () => {
    expect(passwordStrength('correct horse', []).words).toBe('2 more characters.')
    expect(passwordStrength('correct horse', []).enough).toBe(false)
  })

  it('is content with a few unrelated words', () => {
    expect(passwordStrength('orchard piano gravel', []).enough).toBe(true)
  })

  it('does not count repeats and rows of the keyboard', () => {
    expect(tellingCharacters('aaaaaaaaaaaaaaaa')).toBe(1)
    expect(passwordStrength('aaaaaaaaaaaaaaaa', []).enough).toBe(false)
    expect(passwordStrength('12345678901234567', []).enough).toBe(false)
  })

  it('does not count what is known about the person', () => {
    expect(passwordStrength('imogen.thrale.2026', ['Imogen Thrale']).enough).toBe(false)
  })

  it('counts letters, not code units', () => {
    expect(passwordStrength('🦷🦷', []).words).toBe('13 more characters.')
  })
})
