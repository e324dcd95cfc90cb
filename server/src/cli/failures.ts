import { KeysUnreachable } from '../platform/vault/vault-errors.ts'
import { OperatorError } from '../platform/operator-error.ts'

/** Whether the message was written for whoever sees it; for anything else the stack is printed too. */
export function isExpected(error: unknown): boolean {
  return error instanceof OperatorError || error instanceof KeysUnreachable || systemCodes.has(codeOf(error))
}

export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'Candour did not start.'
  if (error.name === 'ConfigInvalid')
    return `Candour did not start: it does not understand its settings.\n${indent(error.message)}`
  const say = systemCodes.get(codeOf(error))
  return say === undefined ? error.message : say(error as NodeJS.ErrnoException & { port?: number })
}

const systemCodes = new Map<unknown, (error: NodeJS.ErrnoException & { port?: number }) => string>([
  ['EADDRINUSE', ({ port }) => `Port ${port ?? ''} is taken by another program. Choose another one with --port.`],
  ['EADDRNOTAVAIL', () => 'CANDOUR_HOST is not an address of this machine.'],
  [
    'EACCES',
    ({ port, path }) =>
      port === undefined
        ? `Access to ${path} is denied.`
        : `Port ${port} needs root; choose one above 1023 with --port.`,
  ],
  ['EPERM', ({ path }) => `${path} belongs to another user. Start Candour as that user or as root.`],
  ['ENOSPC', () => 'The disk is full. Nothing was lost; make room and start again.'],
  ['EROFS', ({ path }) => `${path} cannot be written: the file system is read-only.`],
])

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

function indent(lines: string): string {
  return lines.replaceAll(/^/gm, '  ')
}
