import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { evidenceRoutes } from '@candour/contract/evidence.ts'
import type { PromiseDetail } from '@candour/contract/promises.ts'
import { call } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Select } from '../../ui/select.tsx'
import { announce } from '../../ui/toast.tsx'
import { useMembers } from '../members/members.ts'
import { proofChanged } from './promises.ts'

interface DialogProps {
  promise: Pick<PromiseDetail, 'id' | 'sentence' | 'owner'>
  onClose: () => void
}

/** Who sees to the evidence of a promise, and is reminded of it. */
export function OwnerDialog({ promise: { id, sentence, owner }, onClose }: DialogProps) {
  const { data } = useMembers()
  const people = data?.filter(({ state, level }) => state === 'approved' && level > 0) ?? []
  const [chosen, setChosen] = useState<string | null>(owner?.member ?? null)
  const member = chosen ?? people[0]?.id ?? ''
  const save = useMutation({
    mutationFn: () => call(evidenceRoutes.nameOwner, { promise: id, member }),
    onSuccess: () => {
      announce('The owner is named')
      onClose()
      void proofChanged()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (member !== '' && !save.isPending) save.mutate()
  }
  return (
    <Dialog heading="Who sees to it?" onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <p>
          {id}: {sentence}
        </p>
        {data === undefined ? (
          <Loading lines={2} />
        ) : (
          <Select
            label="Owner"
            hint="Is reminded by notice and mail while it is missing, and before it expires"
            value={member}
            choices={people.map((one) => [one.id, `${one.name}, ${one.role}`] as const)}
            onChange={setChosen}
          />
        )}
        <FormError error={save.error} />
        <div className="dialog-foot">
          <button type="button" className="link" onClick={onClose}>
            Not now
          </button>
          <button type="submit" className="button primary" aria-disabled={save.isPending || member === ''}>
            Name the owner
          </button>
        </div>
      </form>
    </Dialog>
  )
}
