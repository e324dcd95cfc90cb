import type { FhirResource } from '../resources/check-resource.ts'
import { elementOf, elementsOf, textOf, type Element } from '../resources/read-leniently.ts'
import { xhtmlText } from '@candour/contract/xhtml-text.ts'

export interface NoteText {
  title: string
  sections: { heading: string; text: string }[]
}

export interface ToCompose extends NoteText {
  patient: string
  author: { member: string; name: string; role: string }
  at: Date
  status: 'final' | 'amended'
}

/** A finished note as a FHIR Composition: https://hl7.org/fhir/R4/composition.html (why: docs/decisions). */
export function toComposition({ patient, author, at, status, title, sections }: ToCompose): FhirResource {
  return {
    resourceType: 'Composition',
    status,
    type: { coding: [{ system: 'http://loinc.org', code: '34109-9', display: 'Note' }], text: title },
    subject: { reference: `Patient/${patient}` },
    date: at.toISOString(),
    author: [
      {
        type: 'Practitioner',
        identifier: { system: 'urn:candour:member', value: author.member },
        display: author.name,
      },
    ],
    title,
    attester: [{ mode: 'professional', time: at.toISOString(), party: { type: 'Practitioner', display: author.name } }],
    section: sections.map(({ heading, text }) => ({
      ...(heading === '' ? {} : { title: heading }),
      text: { status: 'additional', div: `<div xmlns="http://www.w3.org/1999/xhtml">${toXhtml(text)}</div>` },
    })),
  }
}

/** The text of any Composition, also of one from elsewhere: its sections in order, markup taken out. */
export function fromComposition(resource: FhirResource): NoteText {
  return { title: textOf(resource['title']) || 'Note', sections: flatten(elementsOf(resource['section'])) }
}

function flatten(sections: Element[]): NoteText['sections'] {
  return sections.flatMap((section) => {
    const heading = textOf(section['title'])
    const text = xhtmlText(textOf(elementOf(section['text'])['div']))
    return [...(heading === '' && text === '' ? [] : [{ heading, text }]), ...flatten(elementsOf(section['section']))]
  })
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Lines become <br/>; nothing that was typed becomes markup. */
function toXhtml(text: string): string {
  return text.replace(/[&<>]/g, (sign) => escapes[sign]!).replace(/\r\n?|\n/g, '<br/>')
}
