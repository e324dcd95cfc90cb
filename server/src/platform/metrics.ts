/** Promise: how Candour does is measured by route templates and states; no label names a practice, a person or a record. */
import { Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

export interface Labelled {
  labels: Record<string, string>
  value: number
}

export interface Metrics {
  observe(method: string, route: string, status: number, seconds: number): void
  /** A number that is read when somebody asks. */
  gauge(name: string, help: string, read: () => Record<string, number> | number): void
  /** Many of one name, by labels of a fixed list of words, asked when somebody asks; none while they can't be told. */
  gauges(name: string, help: string, labels: string[], read: () => Promise<Labelled[]>): void
  /** Prometheus text exposition format, version 0.0.4. */
  text(): Promise<string>
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'candour_request_seconds',
    help: 'Time to answer, by method, route template and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  return {
    observe: (method, route, status, seconds) => requests.observe({ method, route, status: String(status) }, seconds),
    gauge(name, help, read) {
      const gauge = new Gauge({
        name,
        help,
        labelNames: ['of'],
        registers: [registry],
        collect() {
          const value = read()
          if (typeof value === 'number') gauge.set({ of: 'all' }, value)
          else for (const [of, number] of Object.entries(value)) gauge.set({ of }, number)
        },
      })
    },
    gauges(name, help, labels, read) {
      const gauge = new Gauge({
        name,
        help,
        labelNames: labels,
        registers: [registry],
        async collect() {
          const values = await read().catch(() => [])
          gauge.reset()
          for (const one of values) gauge.set(one.labels, one.value)
        },
      })
    },
    text: () => registry.metrics(),
  }
}
