import { describe, expect, it } from 'vitest'
import { digest, startDigest } from './digest.ts'

describe('a digest', () => {
  it('is SHA-256, as FIPS 180-4 has it', () => {
    expect(digest(Buffer.from('abc')).toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
    expect(digest(new Uint8Array(0)).toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    )
  })

  it('is the same bit by bit', () => {
    const running = startDigest()
    running.update(Buffer.from('a'))
    running.update(Buffer.from('bc'))
    expect(running.finish().equals(digest(Buffer.from('abc')))).toBe(true)
  })
})
