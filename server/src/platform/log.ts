/**
 * Promise: an event is one line of JSON, and only the fields listed here can be in it. Never a body, a header, a query
 * string or a name: the list is what may come out, so what nobody thought of stays in.
 */
import { pino, type DestinationStream } from 'pino'

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** Every field that a line may have beside `level`, `time` and `msg`, and what stands in it. */
export const loggedFields = {
  requestId: 'id of the request, as the caller sees it',
  method: 'HTTP method',
  route: 'template of the route, never the address that was asked for',
  status: 'HTTP status, or exit status of a process',
  milliseconds: 'how long it took',
  bytes: 'how much',
  count: 'how many',
  attempt: 'which try',
  code: 'stable code of an error',
  sqlState: 'SQLSTATE of PostgreSQL',
  error: 'class of an error, never its message: PostgreSQL quotes values in it',
  frames: 'where an error arose',
  job: 'kind of a job',
  part: 'part of Candour, or the kind of process in PostgreSQL',
  severity: 'severity in the words of PostgreSQL',
  text: 'words of PostgreSQL itself, from processes that serve no client',
  address: 'own address that is listened on',
  process: 'process id',
  signal: 'signal that came',
  version: 'version of a program, or of the schema',
  level: 'level of the log',
} as const
export type LoggedField = keyof typeof loggedFields

type Fields = { [field in LoggedField]?: string | number | boolean | null | undefined } & { err?: unknown }

export interface Log {
  /** @param event what happened, in fixed words: values go into fields */
  debug(fields: Fields, event: string): void
  debug(event: string): void
  info(fields: Fields, event: string): void
  info(event: string): void
  warn(fields: Fields, event: string): void
  warn(event: string): void
  error(fields: Fields, event: string): void
  error(event: string): void
}

/** @param destination standard error unless given: standard output belongs to the command line's own words */
export function createLog(level: LogLevel, destination: DestinationStream = pino.destination(2)): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  )
  const at =
    (severity: 'debug' | 'info' | 'warn' | 'error') =>
    (first: Fields | string, event?: string): void => {
      if (!logger.isLevelEnabled(severity)) return
      if (typeof first === 'string') logger[severity](first.slice(0, longest))
      else logger[severity](onlyListed(first), event?.slice(0, longest))
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** For whoever does not want to hear. */
export const noLog: Log = createLog('silent')

const longest = 300
const longestFrames = 2000

function onlyListed(given: object): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(given)) {
    if (field === 'err') Object.assign(kept, describe(value))
    else if (Object.hasOwn(loggedFields, field)) keep(kept, field, value)
  }
  return kept
}

function keep(kept: Record<string, unknown>, field: string, value: unknown): void {
  if (typeof value === 'string') kept[field] = value.slice(0, longest)
  else if (typeof value === 'number' || typeof value === 'boolean' || value === null) kept[field] = value
}

/** An error without its message: the class, the codes and the frames say what is needed. */
function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error }
  const kept: Record<string, unknown> = { error: /^\w{1,60}$/.test(error.name) ? error.name : 'Error' }
  const code = 'code' in error ? error.code : undefined
  if (typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code)) kept['sqlState'] = code
  else if (typeof code === 'string' && /^[\w.]{1,60}$/.test(code)) kept['code'] = code
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ {4}at [^\n]+$/.test(line))
  kept['frames'] = frames
    .map((line) => line.trim())
    .join(' | ')
    .slice(0, longestFrames)
  return kept
}
