/** Promise: OpenTelemetry is loaded when traces are asked for, and not before; it finds out nothing about the machine by itself. */

export type SpanName = 'database.transaction' | 'ledger.write' | 'vault.open'
/** Numbers, and words of a fixed list. */
export type Attributes = Record<string, string | number>

interface BegunSpan {
  part(name: SpanName, from: number, to: number, attributes: Attributes): void
  end(name: string, at: number, failed: boolean, attributes: Attributes): void
}

export interface Exporter {
  begin(name: string, at: number): BegunSpan
  stop(): Promise<void>
}

const patienceMs = 5_000
const everyMs = 2_000

/** OTLP/HTTP with JSON. What can't be sent is dropped, and told. */
export async function openExporter(
  endpoint: string,
  version: string,
  onError: (error: unknown) => void,
): Promise<Exporter> {
  const [api, sdk, otlp, resources] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ])
  const { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = api
  const exporter = new otlp.OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, '')}/v1/traces`,
    timeoutMillis: patienceMs,
  })
  const told: typeof exporter.export = (spans, done) =>
    exporter.export(spans, (result) => {
      if (result.error !== undefined) onError(result.error)
      done(result)
    })
  const processor = new sdk.BatchSpanProcessor({
    exporter: { export: told, shutdown: () => exporter.shutdown(), forceFlush: () => exporter.forceFlush() },
    scheduledDelayMillis: everyMs,
  })
  const provider = new sdk.TracerProvider({
    resource: resources.resourceFromAttributes({ 'service.name': 'candour', 'service.version': version }),
    spanProcessors: [processor],
  })
  const tracer = provider.getTracer('candour')
  const time = (at: number) => performance.timeOrigin + at
  return {
    begin(name, at) {
      const span = tracer.startSpan(name, { kind: SpanKind.SERVER, root: true, startTime: time(at) }, ROOT_CONTEXT)
      const inside = trace.setSpan(ROOT_CONTEXT, span)
      return {
        part(partName, from, to, attributes) {
          const options = { kind: SpanKind.INTERNAL, startTime: time(from), attributes }
          tracer.startSpan(partName, options, inside).end(time(to))
        },
        end(fullName, endedAt, failed, attributes) {
          span.updateName(fullName)
          span.setAttributes(attributes)
          if (failed) span.setStatus({ code: SpanStatusCode.ERROR })
          span.end(time(endedAt))
        },
      }
    },
    stop: () => provider.shutdown().catch(onError),
  }
}
