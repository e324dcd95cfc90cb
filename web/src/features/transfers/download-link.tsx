/** The browser fetches an export by itself; before that the person shows that they are there, where that is long ago. */
import { useMutation } from '@tanstack/react-query'
import { useRef, type MouseEvent } from 'react'
import { showSize } from '@candour/contract/formatting.ts'
import { transferContentPath } from '@candour/contract/transfers.ts'
import { proveFirst } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'

export function DownloadLink({ id, name, size }: { id: string; name: string; size: number }) {
  const link = useRef<HTMLAnchorElement>(null)
  const proved = useRef(false)
  const prove = useMutation({
    mutationFn: proveFirst,
    onSuccess: (holds) => {
      proved.current = holds
      if (holds) link.current?.click()
    },
  })
  const click = (event: MouseEvent) => {
    if (!proved.current) {
      event.preventDefault()
      if (!prove.isPending) prove.mutate()
    }
    proved.current = false
  }
  return (
    <>
      <a ref={link} className="button" href={transferContentPath.replace(':id', id)} download={name} onClick={click}>
        <Icon name="download" />
        Download, {showSize(size)}
      </a>
      <FormError error={prove.error} />
    </>
  )
}
