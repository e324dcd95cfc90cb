/** The resource as it is kept, byte by byte but for line breaks, behind a door. */
import { useState } from 'react'
import { Icon } from '../../ui/icon.tsx'
import { showToast } from '../../ui/toast.tsx'
import { indentJson } from './fhir-tree.ts'

export function FhirSource({ source }: { source: string }) {
  const [open, setOpen] = useState(false)
  const copy = () =>
    void navigator.clipboard.writeText(source).then(
      () => showToast('The FHIR source is copied'),
      () => showToast('The browser does not let Candour copy here. Select the text instead.'),
    )
  return (
    <details className="fhir-source" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>FHIR source</summary>
      {open && (
        <div className="fhir-source-inside">
          <button type="button" className="button" onClick={copy}>
            <Icon name="copy" />
            Copy
          </button>
          <pre tabIndex={0} aria-label="FHIR source">
            {indentJson(source)}
          </pre>
        </div>
      )}
    </details>
  )
}
