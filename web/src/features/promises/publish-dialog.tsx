import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { promiseRoutes, type Proof } from '@candour/contract/promises.ts'
import { showDay } from '@candour/contract/formatting.ts'
import { call } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { announce } from '../../ui/toast.tsx'
import { proofChanged } from './promises.ts'

interface DialogProps {
  publication: Proof['publication']
  onClose: () => void
}

/** What strangers would see, where, and how to switch it off. */
export function PublishDialog({ publication, onClose }: DialogProps) {
  const name = publication?.name ?? null
  const [indexed, setIndexed] = useState(publication?.indexed ?? false)
  const done = (words: string) => () => {
    announce(words)
    void proofChanged()
  }
  const publish = useMutation({
    mutationFn: () => call(promiseRoutes.publish, { indexed }),
    onSuccess: done('The page is published'),
  })
  const stop = useMutation({
    mutationFn: () => call(promiseRoutes.unpublish, {}),
    onSuccess: () => {
      done('The page is switched off')()
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!publish.isPending) publish.mutate()
  }
  const address = name === null ? null : `${window.location.origin}/proof/${name}`
  return (
    <Dialog heading={name === null ? 'Publish this page?' : 'The published page'} onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <p>
          Whoever has the address sees each promise with its state and day, as they are at that minute, and the name of
          the practice. No reasons, no names of people, no evidence.
        </p>
        {address === null ? (
          <p>The address is made up of the practice’s name and letters that nobody guesses.</p>
        ) : (
          <p className="public-address">
            <a href={address}>{address}</a>
            <span className="quiet">Published {showDay(publication!.at)}</span>
          </p>
        )}
        <label className="check">
          <input type="checkbox" checked={indexed} onChange={(event) => setIndexed(event.target.checked)} />
          Search engines may list it
        </label>
        <FormError error={publish.error ?? stop.error} />
        <div className="dialog-foot">
          {name === null ? (
            <button type="button" className="link" onClick={onClose}>
              Not now
            </button>
          ) : (
            <button
              type="button"
              className="button danger"
              aria-disabled={stop.isPending}
              onClick={() => stop.mutate()}
            >
              Switch it off
            </button>
          )}
          <button type="submit" className="button primary" aria-disabled={publish.isPending}>
            <Icon name="world" />
            {name === null ? 'Publish this page' : 'Save'}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
