/** Ten codes, shown this once: to print, or to keep in a safe place. */
import { useState } from 'react'
import { Icon } from '../../ui/icon.tsx'

export function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const [kept, setKept] = useState(false)
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`Candour recovery codes, each works once:\n\n${codes.join('\n')}\n`)}`
  return (
    <div className="fields">
      <p>If your phone or key is lost, each of these opens your account once in its place. They are not shown again.</p>
      <ol className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="acts">
        <button type="button" className="button" onClick={() => window.print()}>
          <Icon name="print" />
          Print
        </button>
        <a className="button" href={file} download="candour-recovery-codes.txt">
          <Icon name="download" />
          Save as a file
        </a>
      </div>
      <label className="check">
        <input type="checkbox" checked={kept} onChange={(event) => setKept(event.target.checked)} />
        <span>I keep them where I find them without my phone.</span>
      </label>
      <div className="acts">
        <button type="button" className="button primary" aria-disabled={!kept} onClick={() => kept && onKept()}>
          Done
        </button>
      </div>
    </div>
  )
}
