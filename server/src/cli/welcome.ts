import type { Config } from '../platform/config.ts'
import type { Terminal } from './terminal.ts'

export interface StartFacts {
  isNew: boolean
  certificate: { names: string[]; fingerprint: string } | undefined
}

/** What to do next, in a few lines. */
export function describeStart(config: Config, { bold, dim }: Terminal, { isNew, certificate }: StartFacts): string {
  const lines = ['', `Candour is ready: ${bold(config.origins[0])}`, '']
  if (isNew) lines.push('  Open it in a browser and sign up your practice.', '')
  if (certificate !== undefined) lines.push(...describeNetwork(config, certificate, bold))
  lines.push(
    dim(
      `  Data  ${config.database.kind === 'embedded' ? config.data : `${config.data}, and the database of DATABASE_URL`}`,
    ),
    dim(`  Keys  ${config.keys}`),
    dim('        Without these keys nobody can open the data: back them up, apart from it.'),
    dim('  Stop  Ctrl-C'),
  )
  return lines.join('\n')
}

function describeNetwork(
  config: Config,
  certificate: { names: string[]; fingerprint: string },
  bold: (words: string) => string,
): string[] {
  const elsewhere = config.origins.filter((origin) => !/\/\/(localhost|127\.|\[::1\])/.test(origin))
  const first = elsewhere.filter((origin) => /\/\/\d/.test(origin))
  const shown = [...first, ...elsewhere.filter((origin) => !first.includes(origin) && !origin.includes('['))].slice(
    0,
    3,
  )
  if (shown.length === 0) return ['  This machine is on no network now, so nobody else can reach it.', '']
  const [one = '', two = ''] = splitFingerprint(certificate.fingerprint)
  return [
    '  From a phone or tablet on the same network open',
    ...shown.map((origin) => `    ${bold(origin)}`),
    '  The browser will warn that it does not know the certificate: Candour made it itself. Go on if it shows',
    `    SHA-256  ${one}`,
    `             ${two}`,
    '',
  ]
}

function splitFingerprint(fingerprint: string): string[] {
  return [fingerprint.slice(0, 47), fingerprint.slice(48)]
}
