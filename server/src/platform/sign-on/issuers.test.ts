import { expect, test } from 'vitest'
import { isAllowedIssuer, isIssuer, isIssuerPattern } from './issuers.ts'

const tenant = '72f988bf-86f1-41af-91ab-2d7cd011db47'
const entra = 'https://login.microsoftonline.com/*/v2.0'
const allowed = ['https://accounts.google.com', entra, 'http://127.0.0.1:9000']

test('an issuer is https without query, fragment or name, or lies on this machine', () => {
  for (const right of [
    'https://accounts.google.com',
    'https://am.example.nhs.uk:443/openam/oauth2',
    'http://localhost:9',
  ])
    expect([right, isIssuer(right)]).toEqual([right, true])
  for (const wrong of [
    'accounts.google.com',
    'http://accounts.google.com',
    'https://a@b.example',
    'https://a.example?x',
    'https://a.example#x',
    'https://a.example/../b',
    'https://a.example/%2e%2e/b',
    'https://a.example\\@b.example',
    'file:///etc/passwd',
    'https://a.example/ä',
    '',
  ])
    expect([wrong, isIssuer(wrong)]).toEqual([wrong, false])
})

test('an issuer is taken as the operator wrote it, to the letter; a star stands for the id of a tenant and nothing else', () => {
  for (const right of [allowed[0]!, allowed[2]!, `https://login.microsoftonline.com/${tenant}/v2.0`])
    expect([right, isAllowedIssuer(allowed, right)]).toEqual([right, true])
  for (const wrong of [
    'https://accounts.google.com/',
    'https://accounts.google.com.example.org',
    'https://example.org',
    entra,
    'https://login.microsoftonline.com/common/v2.0',
    'https://login.microsoftonline.com/organizations/v2.0',
    `https://login.microsoftonline.com/${tenant}/x/v2.0`,
    `https://login.microsoftonline.com/${tenant}/v2.0/`,
    `https://login.microsoftonline.com/${tenant.toUpperCase()}/v2.0`,
    `https://login.microsoftonline.com/x@example.org/${tenant}/v2.0`,
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:9001',
  ])
    expect([wrong, isAllowedIssuer(allowed, wrong)]).toEqual([wrong, false])
  expect(isAllowedIssuer([], 'https://accounts.google.com')).toBe(false)
})

test('a star is a whole part of the path, once, and never of the host', () => {
  expect(isIssuerPattern(entra)).toBe(true)
  for (const wrong of ['https://*.example.org', 'https://a.example/*/*/x', 'https://a.example/x*/y', '*', 'https://*'])
    expect([wrong, isIssuerPattern(wrong)]).toEqual([wrong, false])
})
