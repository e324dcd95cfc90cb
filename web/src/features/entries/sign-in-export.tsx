/** The browser fetches the file by itself; before that the person shows that they are there, where that is long ago. */
import { useMutation } from '@tanstack/react-query'
import { signInExportPath } from '@candour/contract/sign-ins.ts'
import { proveFirst } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Popover } from '../../ui/popover.tsx'
import { queryOf, type SignInFilter } from './sign-in-filters.tsx'

const formats = [
  ['csv', 'As CSV, for a spreadsheet'],
  ['ndjson', 'As NDJSON, for a program'],
] as const

function fetchAs(format: string, filter: SignInFilter) {
  const link = document.createElement('a')
  link.href = `${signInExportPath}?${new URLSearchParams({ ...queryOf(filter), format }).toString()}`
  link.download = `sign-ins.${format}`
  link.click()
}

export function SignInExport({ filter }: { filter: SignInFilter }) {
  const take = useMutation({
    mutationFn: async (format: string) => {
      if (await proveFirst()) fetchAs(format, filter)
    },
  })
  return (
    <>
      <Popover
        label="Take these out as a file"
        className="button"
        button={
          <>
            <Icon name="download" />
            Take out
          </>
        }
      >
        {(close) => (
          <div className="person-menu">
            <p className="second">What the filter shows, all of it, older ones too.</p>
            {formats.map(([format, words]) => (
              <button
                key={format}
                type="button"
                className="button"
                onClick={() => {
                  close()
                  take.mutate(format)
                }}
              >
                {words}
              </button>
            ))}
          </div>
        )}
      </Popover>
      <FormError error={take.error} />
    </>
  )
}
