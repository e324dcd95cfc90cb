/** A CPU profile of V8 as tables: where time is spent itself, and below which of our functions. */
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

interface Node {
  id: number
  callFrame: { functionName: string; url: string; lineNumber: number }
  children?: number[]
}

export interface Profile {
  nodes: Node[]
  samples: number[]
  timeDeltas: number[]
}

export interface Cost {
  where: string
  /** Of the time that was not idle, per cent. */
  share: number
}

const root = fileURLToPath(new URL('../..', import.meta.url))

export function readProfile({ nodes, samples, timeDeltas }: Profile): { self: Cost[]; below: Cost[] } {
  const own = new Map<number, number>()
  samples.forEach((id, at) => own.set(id, (own.get(id) ?? 0) + timeDeltas[at]!))
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const self = new Map<string, number>()
  const below = new Map<string, number>()
  let busy = 0

  function walk(node: Node, above: ReadonlySet<string>): number {
    const where = placeOf(node)
    let time = where === '(idle)' ? 0 : (own.get(node.id) ?? 0)
    busy += time
    self.set(where, (self.get(where) ?? 0) + time)
    const inside = above.has(where) ? above : new Set([...above, where])
    for (const child of node.children ?? []) time += walk(byId.get(child)!, inside)
    // Counted once where a function is below itself.
    if (!above.has(where)) below.set(where, (below.get(where) ?? 0) + time)
    return time
  }
  walk(nodes[0]!, new Set())
  const ordered = (times: Map<string, number>): Cost[] =>
    [...times].map(([where, time]) => ({ where, share: (time / busy) * 100 })).toSorted((a, b) => b.share - a.share)
  return { self: ordered(self), below: ordered(below) }
}

function placeOf({ callFrame: { functionName, url, lineNumber } }: Node): string {
  const name = functionName === '' ? 'anonymous' : functionName
  if (url === '') return name
  const path = url.startsWith('file:') ? relative(root, fileURLToPath(url)) : url
  return `${name} ${path.replace(/^.*node_modules\//, '')}:${lineNumber + 1}`
}
