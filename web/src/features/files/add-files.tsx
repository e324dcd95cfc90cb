/** Adding files: by a button, by dropping them, by pasting a picture. */
import { useEffect, useRef, useState, type DragEvent, type ReactNode } from 'react'
import { fileTypes } from '@candour/contract/files.ts'
import { Icon } from '../../ui/icon.tsx'
import { useSession } from '../sessions/session.ts'
import './files.css'
import { addFiles } from './uploads.ts'

const accepted = `${fileTypes.join(',')},.dcm,.heic`

export function AddFilesButton({ patient }: { patient: string }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button type="button" className="button" onClick={() => input.current?.click()}>
        <Icon name="camera" />
        Add photo or document
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={accepted}
        onChange={(event) => {
          addFiles(patient, [...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </>
  )
}

const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')

/** A part of the page that takes files dropped on it or pasted while it is shown. */
export function AddFiles({
  patient,
  className,
  children,
}: {
  patient: string | null
  className: string
  children: ReactNode
}) {
  const { can, practice } = useSession()
  const [over, setOver] = useState(false)
  const may = patient !== null && can.includes('file.add') && !practice.readOnly
  useEffect(() => {
    if (!may) return
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (files.length === 0) return
      event.preventDefault()
      addFiles(patient, files)
    }
    window.addEventListener('paste', paste)
    return () => window.removeEventListener('paste', paste)
  }, [may, patient])
  return (
    <div
      className={className}
      onDragOver={(event) => {
        if (!carriesFiles(event)) return
        event.preventDefault()
        setOver(may)
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={(event) => {
        if (!carriesFiles(event)) return
        event.preventDefault()
        setOver(false)
        if (may) addFiles(patient, [...event.dataTransfer.files])
      }}
    >
      {children}
      {over && (
        <div className="drop-here" aria-hidden="true">
          <Icon name="camera" size={24} />
          Drop to add to this record
        </div>
      )}
    </div>
  )
}
