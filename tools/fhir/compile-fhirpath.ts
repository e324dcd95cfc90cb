/**
 * FHIRPath (http://hl7.org/fhirpath/N1) to JavaScript over `platform/fhir/fhirpath.ts`. An expression becomes the body of
 * `(it, resource) => boolean | undefined`; what it can't say for certain throws, and the constraint is listed as not
 * compiled. Collections are arrays of JSON values; truth has three values, undefined for the empty collection.
 */
import {
  AndAtom,
  ArithmeticOperatorAtom,
  AsAtom,
  ConcatAtom,
  ContainsAtom,
  DotAtom,
  EqualsAtom,
  FunctionAtom,
  ImpliesAtom,
  InAtom,
  IsAtom,
  LiteralAtom,
  NotEqualsAtom,
  OrAtom,
  parseFhirPath,
  SymbolAtom,
  UnionAtom,
  XorAtom,
  type Atom,
} from '@medplum/core'

interface Code {
  text: string
  kind: 'items' | 'truth'
}
interface Scope {
  /** The variable of `$this`, an element. */
  it: string
  depth: number
  /** Parts that depend on the resource alone, evaluated once. */
  once: Map<string, string>
  structure: string
}

/** Elements of more than one type, by their name, where the expressions use them. */
const choices = [
  'value',
  'effective',
  'onset',
  'abatement',
  'age',
  'born',
  'fixed',
  'pattern',
  'defaultValue',
  'minValue',
]
choices.push('maxValue', 'example', 'timing', 'probability', 'answer', 'rate', 'deceased', 'medication', 'occurrence')
const constants: Record<string, string> = { '%ucum': 'http://unitsofmeasure.org' }

const comparisons: Record<string, string> = { '<=': 'atMost', '>': 'more', '>=': 'atLeast' }

/** @param structure where it is evaluated: `Patient.contact` */
export function compileFhirPath(expression: string, structure: string): string {
  const scope: Scope = { it: 'it', depth: 0, once: new Map(), structure }
  const { text } = truth(compile(parseFhirPath(expression).child, scope))
  const once = [...scope.once].map(([part, name]) => `const ${name} = ${part}`)
  const usesResource = /\[resource\]/.test(`${once.join()} ${text}`)
  const head = usesResource ? '(it, resource) =>' : '(it) =>'
  return once.length > 0 ? `${head} {\n    ${once.join('\n    ')}\n    return ${text}\n  }` : `${head} ${text}`
}

function truth(code: Code): Code {
  return code.kind === 'truth' ? code : { kind: 'truth', text: `p.truth(${code.text})` }
}
function items(code: Code): string {
  return code.kind === 'items' ? code.text : `p.items(${code.text})`
}
const isTruth = (text: string): Code => ({ kind: 'truth', text })
const isItems = (text: string): Code => ({ kind: 'items', text })

function compile(atom: Atom, scope: Scope): Code {
  const both = (name: string, { left, right }: { left: Atom; right: Atom }) =>
    isTruth(`p.${name}(${truth(compile(left, scope)).text}, ${truth(compile(right, scope)).text})`)
  const over = (name: string, { left, right }: { left: Atom; right: Atom }) =>
    `p.${name}(${items(compile(left, scope))}, ${items(compile(right, scope))})`
  if (atom instanceof LiteralAtom) return isItems(`[${quoted(atom.value.value)}]`)
  if (atom instanceof SymbolAtom) return symbol(atom.name, null, scope)
  if (atom instanceof FunctionAtom) return call(atom, null, scope)
  if (atom instanceof DotAtom) return dot(atom, scope)
  if (atom instanceof AndAtom) return both('and', atom)
  if (atom instanceof OrAtom) return both('or', atom)
  if (atom instanceof XorAtom) return both('xor', atom)
  if (atom instanceof ImpliesAtom) return both('implies', atom)
  if (atom instanceof EqualsAtom) return equality('equal', atom, scope)
  if (atom instanceof NotEqualsAtom) return equality('unequal', atom, scope)
  if (atom instanceof InAtom) return isTruth(over('within', atom))
  if (atom instanceof ContainsAtom) return isTruth(over('holding', atom))
  if (atom instanceof UnionAtom) return isItems(over('union', atom))
  if (atom instanceof ConcatAtom) return isItems(over('join', atom))
  if (atom instanceof IsAtom) return isTruth(`p.hasChoice(${choiceOf(atom, scope)})`)
  if (atom instanceof AsAtom) return isItems(`p.getChoice(${choiceOf(atom, scope)})`)
  if (atom instanceof ArithmeticOperatorAtom) {
    const name = comparisons[atom.operator]
    if (name !== undefined) return isTruth(over(name, atom))
    if (atom.operator === '+') return isItems(over('add', atom))
  }
  throw new Error(`no word for the operator ${(atom as { operator?: string }).operator ?? atom.constructor.name}`)
}

function quoted(value: unknown): string {
  return typeof value === 'string'
    ? `'${JSON.stringify(value).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`
    : JSON.stringify(value)
}

function equality(name: string, { left, right }: { left: Atom; right: Atom }, scope: Scope): Code {
  const [one, other] = [compile(left, scope), compile(right, scope)]
  if (one.kind === 'truth' && other.kind === 'truth') {
    return isTruth(`p.${name === 'equal' ? 'equalTruth' : 'xor'}(${one.text}, ${other.text})`)
  }
  return isTruth(`p.${name}(${items(one)}, ${items(other)})`)
}

/** `answer is Boolean`, `probability as decimal`: the key says the type. */
function choiceOf({ left, right }: { left: Atom; right: Atom }, { it }: Scope): string {
  if (!(left instanceof SymbolAtom && right instanceof SymbolAtom && choices.includes(left.name))) {
    throw new Error('a type is asked of what is no plain choice element')
  }
  const type = right.name.slice(0, 1).toUpperCase() + right.name.slice(1)
  return `${it}, '${left.name}', '${type}'`
}

function dot(atom: DotAtom, scope: Scope): Code {
  const chain: Atom[] = [atom.right]
  let first = atom.left
  while (first instanceof DotAtom) {
    chain.unshift(first.right)
    first = first.left
  }
  let code = compile(first, scope)
  for (const [place, step] of chain.entries()) {
    if (step instanceof SymbolAtom) code = symbol(step.name, items(code), scope)
    else if (step instanceof FunctionAtom) code = call(step, code, scope)
    else throw new Error('a step of a path that is neither name nor function')
    const next = chain[place + 1]
    const isFromResource = first instanceof SymbolAtom && first.name === '%resource'
    if (isFromResource && next === undefined && step instanceof SymbolAtom) code = once(code, scope)
  }
  return code
}

function once(code: Code, scope: Scope): Code {
  const name = scope.once.get(code.text) ?? `once${scope.once.size + 1}`
  scope.once.set(code.text, name)
  return { ...code, text: name }
}

/** @param from the collection in front of the dot; null for `$this` */
function symbol(name: string, from: string | null, scope: Scope): Code {
  const it = `[${scope.it}]`
  if (name === '$this') return isItems(it)
  if (name === '%resource') return isItems('[resource]')
  if (name === '%context') return isItems('[it]')
  if (name in constants) return isItems(`['${constants[name]}']`)
  if (name.startsWith('%') || name.startsWith('$')) throw new Error(`the variable ${name}`)
  if (from === null && name === scope.structure.split('.')[0]) return isItems(it)
  if (/^[A-Z]/.test(name)) throw new Error(`the type ${name} within a path`)
  const get = choices.includes(name) ? 'getAny' : 'get'
  return isItems(`p.${get}(${from ?? it}, '${name}')`)
}

const ofText = ['startsWith', 'contains', 'substring', 'toInteger', 'toString']
const ofItems = ['first', 'tail', 'descendants', 'count', 'children']

function call({ name, args }: FunctionAtom, before: Code | null, scope: Scope): Code {
  const from = before ?? isItems(`[${scope.it}]`)
  const list = items(from)
  const lambda = (): string => {
    const inner = { ...scope, it: `it${scope.depth + 1}`, depth: scope.depth + 1 }
    return `(${inner.it}) => ${truth(compile(args[0]!, inner)).text}`
  }
  const projection = (): string => {
    const inner = { ...scope, it: `it${scope.depth + 1}`, depth: scope.depth + 1 }
    return `(${inner.it}) => ${items(compile(args[0]!, inner))}`
  }
  const argument = () => items(compile(args[0]!, scope))
  switch (name) {
    case 'exists':
      return args.length === 0 ? isTruth(shortExists(list)) : isTruth(`p.exists(p.where(${list}, ${lambda()}))`)
    case 'empty':
      return isTruth(`!${shortExists(list)}`)
    case 'not':
      return isTruth(`p.not(${truth(from).text})`)
    case 'hasValue':
    case 'isDistinct':
    case 'allFalse':
      return isTruth(`p.${name}(${list})`)
    case 'all':
      return isTruth(`p.all(${list}, ${lambda()})`)
    case 'where':
      return isItems(`p.where(${list}, ${lambda()})`)
    case 'select':
      return isItems(`p.select(${list}, ${projection()})`)
    case 'trace':
      return from
    case 'intersect':
    case 'combine':
      return isItems(`p.${name}(${list}, ${argument()})`)
    case 'is': {
      const type = args[0] instanceof SymbolAtom ? args[0].name : ''
      if (!/^[A-Z]/.test(type)) throw new Error(`is(${type})`)
      return isTruth(`p.isResource(${list}, '${type}')`)
    }
    case 'iif':
      if (before !== null || args.length !== 2) break
      return isTruth(`p.iif(${truth(compile(args[0]!, scope)).text}, ${truth(compile(args[1]!, scope)).text})`)
    case 'matches': {
      const pattern = args[0] instanceof LiteralAtom ? String(args[0].value.value) : ''
      return isTruth(`p.matches(${list}, ${linear(pattern)})`)
    }
    default:
  }
  if (ofItems.includes(name) && args.length === 0) return isItems(`p.${name}(${list})`)
  if (ofText.includes(name) && args.length <= 1) {
    const code = `p.${name}(${[list, ...args.map((one) => items(compile(one, scope)))].join(', ')})`
    return name === 'startsWith' || name === 'contains' ? isTruth(code) : isItems(code)
  }
  throw new Error(`the function ${name}()`)
}

/** An element of `$this` without a list in between: the commonest question by far. */
function shortExists(list: string): string {
  const match = /^p\.(get|getAny)\(\[(\w+)\], ('\w+')\)$/.exec(list)
  return match === null ? `p.exists(${list})` : `p.${match[1] === 'get' ? 'has' : 'hasAny'}(${match[2]}, ${match[3]})`
}

/** Anchored, and one repetition at a time: time grows with the text's length alone. */
function linear(pattern: string): string {
  if (!/^\^[^()|]*\$$/.test(pattern))
    throw new Error('a pattern that may take more than linear time, or finds anything')
  return `/${pattern}/`
}
