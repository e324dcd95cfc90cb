import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { readSmtpUrl } from './smtp-url.ts'

describe('SMTP_URL', () => {
  it('takes TLS at once or by STARTTLS, with a sender, and hides the password from whoever prints it', () => {
    const atOnce = readSmtpUrl(
      'smtps://records:h%40rbour@mail.example.org?from=records@example.org&name=Harbour%20Street',
    )
    expect({ ...atOnce }).toEqual({
      host: 'mail.example.org',
      port: 465,
      user: 'records',
      password: 'h@rbour',
      tls: 'at-once',
      from: { name: 'Harbour Street', address: 'records@example.org' },
    })
    expect(inspect(atOnce) + JSON.stringify(atOnce)).not.toContain('h@rbour')
    expect({ ...readSmtpUrl('smtp://mail.example.org?from=a@example.org') }).toMatchObject({
      tls: 'starttls',
      port: 587,
    })
  })

  it('sends in the clear to this machine alone (P39)', () => {
    expect({ ...readSmtpUrl('smtp://localhost:2525?from=a@example.org&tls=none') }).toMatchObject({
      tls: 'none',
      port: 2525,
    })
    expect(() => readSmtpUrl('smtp://mail.example.org?from=a@example.org&tls=none')).toThrow(
      'which is not this machine',
    )
  })

  it.each([
    ['http://mail.example.org', 'must look like smtps://'],
    ['smtps://mail.example.org', 'says no sender'],
    ['smtps://mail.example.org?from=nobody', 'says no sender'],
    ['smtps://mail.example.org?from=a@example.org&secure=no', 'has the parameter secure'],
    ['smtps://mail.example.org?from=a@example.org&tls=maybe', 'that is not "none"'],
    ['smtps://us%ZZer@mail.example.org?from=a@example.org', 'two hex digits'],
    ['smtps://mail.example.org?from=a@example.org&name=x%0Ay', 'cannot stand before an address'],
    ['smtps://mail.example.org?from=a@example.org&ca=/nowhere.pem', 'cannot be read'],
  ])('refuses %s in words', (url, words) => {
    expect(() => readSmtpUrl(url)).toThrow(words)
  })
})
