/** A resource as it was kept, for reading: numbers stay as they were written (`1.0` is not `1`), so they are text here. */
export type Tree = string | boolean | null | Tree[] | Element
export interface Element {
  [name: string]: Tree | undefined
}

type Reviver = (this: unknown, key: string, value: unknown, context?: { source?: string }) => unknown

const keepNumbers: Reviver = (_key, value, context) =>
  typeof value === 'number' ? (context?.source ?? String(value)) : value

export function readTree(json: string): Element {
  return JSON.parse(json, keepNumbers) as Element
}

export function isElement(value: Tree | undefined): value is Element {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function listOf(value: Tree | undefined): Tree[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]
}

export function elementsOf(value: Tree | undefined): Element[] {
  return listOf(value).filter(isElement)
}

export function textOf(value: Tree | undefined): string {
  return typeof value === 'string' ? value : ''
}

/** The element of this name, or of a choice: `onset` finds `onsetDateTime`. */
export function findElement(resource: Element, name: string): [key: string, value: Tree] | null {
  const key =
    name in resource
      ? name
      : Object.keys(resource).find((one) => one.startsWith(name) && /^[A-Z]/.test(one.slice(name.length)))
  const value = key === undefined ? undefined : resource[key]
  return key === undefined || value === undefined || value === null ? null : [key, value]
}

/** JSON indented without reading it: every number and every text stays as it stands. */
export function indentJson(json: string): string {
  let shown = ''
  let depth = 0
  let inText = false
  for (let place = 0; place < json.length; place++) {
    const sign = json[place]!
    if (inText) {
      shown += sign
      if (sign === '\\') shown += json[++place] ?? ''
      else if (sign === '"') inText = false
    } else if (sign === '"') {
      inText = true
      shown += sign
    } else if (sign === '{' || sign === '[') shown += `${sign}\n${'  '.repeat(++depth)}`
    else if (sign === '}' || sign === ']') shown += `\n${'  '.repeat(--depth)}${sign}`
    else if (sign === ',') shown += `,\n${'  '.repeat(depth)}`
    else if (sign === ':') shown += ': '
    else if (!/\s/.test(sign)) shown += sign
  }
  return shown
}
