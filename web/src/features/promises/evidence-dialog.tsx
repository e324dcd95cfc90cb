import { useMutation } from '@tanstack/react-query'
import { useId, useState, type FormEvent } from 'react'
import { largestEvidence } from '@candour/contract/evidence.ts'
import { showSize } from '@candour/contract/formatting.ts'
import type { PromiseDetail } from '@candour/contract/promises.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, FieldError } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { announce } from '../../ui/toast.tsx'
import { fileEvidence, proofChanged } from './promises.ts'

interface DialogProps {
  promise: Pick<PromiseDetail, 'id' | 'sentence'>
  onClose: () => void
}

const today = () => new Date().toISOString().slice(0, 10)

/** A file, what it is, and the last day on which it counts. */
export function EvidenceDialog({ promise: { id, sentence }, onClose }: DialogProps) {
  const [file, setFile] = useState<File | null>(null)
  const [title, setTitle] = useState('')
  const [expiresOn, setExpiresOn] = useState('')
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(false)
  const field = useId()
  const isLarge = file !== null && file.size > largestEvidence
  const isOver = expiresOn !== '' && expiresOn < today()
  const save = useMutation({
    mutationFn: () => fileEvidence({ promise: id, title, note, expiresOn }, file!),
    onSuccess: () => {
      announce('The evidence is filed')
      onClose()
      void proofChanged()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    const isWhole = file !== null && !isLarge && title.trim() !== '' && expiresOn !== '' && !isOver
    if (isWhole && !save.isPending) save.mutate()
  }
  const fileProblem = isLarge
    ? `This file is larger than ${showSize(largestEvidence)}.`
    : asked && file === null
      ? 'Choose the file.'
      : undefined
  return (
    <Dialog heading="File evidence" onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <p>
          {id}: {sentence}
        </p>
        <div className="field">
          <label htmlFor={field}>File</label>
          <span className="field-hint">
            A PDF, a picture or plain text. It is sealed, and goes into the evidence pack.
          </span>
          <input
            id={field}
            className="input"
            type="file"
            aria-invalid={fileProblem !== undefined}
            onChange={(event) => {
              const chosen = event.target.files?.[0] ?? null
              setFile(chosen)
              if (chosen !== null && title === '') setTitle(chosen.name.replace(/\.[^.]+$/, '').replace(/[-_]+/g, ' '))
            }}
          />
          {fileProblem !== undefined && <FieldError>{fileProblem}</FieldError>}
        </div>
        <Field
          label="What it is"
          name="title"
          value={title}
          onChange={setTitle}
          maxLength={200}
          error={asked && title.trim() === '' ? 'Say what it is, such as “Penetration test 2026”.' : undefined}
        />
        <Field
          label="Counts until"
          hint="Its owner is reminded 30 and 7 days before"
          name="expires"
          type="date"
          min={today()}
          value={expiresOn}
          onChange={setExpiresOn}
          error={isOver ? 'This day is over.' : asked && expiresOn === '' ? 'Say until when it counts.' : undefined}
        />
        <Field label="Note (if there is one)" name="note" value={note} onChange={setNote} maxLength={2000} />
        <FormError error={save.error} />
        <div className="dialog-foot">
          <button type="button" className="link" onClick={onClose}>
            Not now
          </button>
          <button type="submit" className="button primary" aria-disabled={save.isPending}>
            {save.isPending ? 'Filing' : 'File the evidence'}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
