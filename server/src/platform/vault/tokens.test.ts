import { describe, expect, it } from 'vitest'
import { hashToken, mintToken } from './tokens.ts'

describe('a bearer token', () => {
  it('has 256 random bits', () => {
    const tokens = Array.from({ length: 50 }, mintToken)
    for (const { token } of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(50)
  })

  it('is stored as the SHA-256 of its text', () => {
    const { token, hash } = mintToken()
    expect(hash.equals(hashToken(token))).toBe(true)
    expect(hashToken('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })
})
