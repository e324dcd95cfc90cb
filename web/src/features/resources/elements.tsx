/** Elements of a resource as a list of labels and values: datatypes in words, the rest part by part. */
import { Link } from '@tanstack/react-router'
import { useContext } from 'react'
import { xhtmlText } from '@candour/contract/xhtml-text.ts'
import { DatedText } from '../../ui/dated-text.tsx'
import { unitInWords } from '../../ui/unit-in-words.ts'
import { labelOf, systemOf } from './element-words.ts'
import { elementsOf, isElement, listOf, textOf, type Element, type Tree } from './fhir-tree.ts'
import { localReference, NamesOfReferences, typeAlone } from './reference-names.ts'
import { plainWords, valueWords } from './value-words.ts'

/** Deeper than any record that people write; what lies below stands in the source. */
const deepest = 8

export function Facts({
  patient,
  facts,
  depth = 0,
}: {
  patient: string
  facts: readonly (readonly [string, Tree, string])[]
  depth?: number
}) {
  return (
    <dl className={depth === 0 ? 'facts' : 'facts nested'}>
      {facts.map(([label, value, name], place) => (
        <div key={`${name} ${place}`}>
          <dt>{label}</dt>
          <dd>
            <Value patient={patient} value={value} name={name} depth={depth} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** The elements of one level; what starts with `_` only extends a primitive, and stands in the source. */
export function partsOf(element: Element): [string, Tree, string][] {
  return Object.entries(element).flatMap(([name, value]) =>
    value === undefined || value === null || name.startsWith('_') || name === 'id'
      ? []
      : [[labelOf(name), value, name]],
  )
}

function Value({ patient, value, name, depth }: { patient: string; value: Tree; name: string; depth: number }) {
  if (value === null) return null
  if (Array.isArray(value)) {
    const shown = value.filter((one) => one !== null)
    if (shown.length === 1) return <Value patient={patient} value={shown[0]!} name={name} depth={depth} />
    return (
      <ul className="values">
        {shown.map((one, place) => (
          <li key={place}>
            <Value patient={patient} value={one} name={name} depth={depth} />
          </li>
        ))}
      </ul>
    )
  }
  if (name === 'data') return <span className="quiet">Its bytes stand in the FHIR source.</span>
  if (!isElement(value)) return <DatedText text={name === 'div' ? xhtmlText(textOf(value)) : plainWords(value, name)} />
  if (
    textOf(value['reference']) !== '' ||
    (value['display'] !== undefined && value['code'] === undefined && value['system'] === undefined)
  )
    return <Reference patient={patient} value={value} />
  if (name === 'extension' || name === 'modifierExtension')
    return <Extension patient={patient} value={value} depth={depth} />
  const named = namedReference(value)
  if (named !== null)
    return (
      <>
        <Reference patient={patient} value={named.reference} />
        {named.words !== '' && <span className="quiet"> {named.words}</span>}
      </>
    )
  if (name === 'component') return <Facts patient={patient} facts={componentOf(value)} depth={depth + 1} />
  const words = valueWords(value, name)
  if (words !== null)
    return (
      <>
        <DatedText text={words} />
        <Codes concept={value} />
      </>
    )
  if (depth >= deepest) return <span className="quiet">More stands in the FHIR source.</span>
  return <Facts patient={patient} facts={partsOf(value)} depth={depth + 1} />
}

/** Somebody or something with a role: `Dr Uldale, primary performer`. */
function namedReference(value: Element): { reference: Element; words: string } | null {
  const parts = Object.entries(value).filter(([name]) => name !== 'id')
  const references = parts.filter(
    ([name, one]) =>
      isElement(one) &&
      /^(individual|actor|location|member|party|reference|condition|item|agent|onBehalfOf)$/.test(name),
  )
  const rest = parts.filter((part) => !references.includes(part))
  const [reference] = references
  if (references.length !== 1 || !isElement(reference?.[1])) return null
  if (!rest.every(([name]) => /^(type|role|function|period|status|rank|use|required)$/.test(name))) return null
  if (reference[1]['display'] === undefined && reference[1]['reference'] === undefined) return null
  const words = rest.flatMap(([name, one]) => (/^(type|role|function|use)$/.test(name) ? listOf(one) : []))
  const said = words
    .map((one) => (isElement(one) ? valueWords(one, 'code') : textOf(one)))
    .filter((one) => one !== null && one !== '')
  return { reference: reference[1], words: said.join(', ').toLowerCase() }
}

/** A part of an observation under its own name, its value first. */
function componentOf(component: Element): [string, Tree, string][] {
  const { code, ...rest } = component
  const name = isElement(code) ? valueWords(code, 'code') : null
  return partsOf(rest).map(([label, value, key], place) => [place === 0 && name !== null ? name : label, value, key])
}

/** The codes behind the words, for those who check them. */
function Codes({ concept }: { concept: Element }) {
  if (concept['value'] !== undefined && concept['system'] !== undefined && concept['unit'] === undefined)
    return <span className="codes">{textOf(concept['system'])}</span>
  const codes = elementsOf(concept['coding']).flatMap((coding) => {
    const system = systemOf(textOf(coding['system']))
    return system === null || textOf(coding['code']) === '' ? [] : [`${system} ${textOf(coding['code'])}`]
  })
  return codes.length === 0 ? null : <span className="codes">{codes.join(' · ')}</span>
}

/** A reference opens what it names when that stands in this record or this practice; a search for it does not. */
function Reference({ patient, value }: { patient: string; value: Element }) {
  const names = useContext(NamesOfReferences)
  const text = textOf(value['reference'])
  const display = textOf(value['display'])
  const local = localReference(text)
  const known = names?.get(text)
  if (local === null) return <>{display || (known?.name ?? text)}</>
  if (local.type === 'Patient') return <>{display || 'This patient'}</>
  // In nobody's record yet: there is no chart to open it in
  if (patient === '') return <>{display || typeAlone(local.type)}</>
  // Nothing of that name lies here: said calmly, and it opens nothing
  if (display === '' && names !== null && known === undefined)
    return <span className="quiet">{typeAlone(local.type)} that is not in this record</span>
  return (
    <Link to="/patients/$patient/timeline/$type/$item" params={{ patient, type: local.type, item: local.id }}>
      {display || known?.name || typeAlone(local.type)}
      {display === '' && known !== undefined && known.value !== '' && (
        <span className="timeline-value"> {unitInWords(known.value)}</span>
      )}
    </Link>
  )
}

function Extension({ patient, value, depth }: { patient: string; value: Element; depth: number }) {
  const label = labelOf(
    (textOf(value['url']).split(/[/#]/).at(-1) ?? '').replace(/-(.)/g, (_, next: string) => next.toUpperCase()),
  )
  const inner: [string, Tree, string][] = Object.entries(value).flatMap(([name, one]) =>
    name.startsWith('value') && one !== undefined ? [[label, one, name]] : [],
  )
  const nested = listOf(value['extension'])
  if (nested.length > 0 && depth < deepest) inner.push([label, nested, 'extension'])
  return <Facts patient={patient} facts={inner} depth={depth + 1} />
}
