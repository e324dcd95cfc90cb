/** The processing agreement, read in place; it can be printed and its hash is shown. */
import { useQuery } from '@tanstack/react-query'
import { practiceRoutes } from '@candour/contract/practices.ts'
import { call } from '../../api/client.ts'
import { Loading } from '../../ui/loading.tsx'
import { Failure } from '../../ui/trouble.tsx'
import './sign-up.css'

export function useAgreement() {
  return useQuery({
    queryKey: ['agreement'],
    staleTime: Infinity,
    queryFn: () => call(practiceRoutes.readAgreement, {}),
  })
}

export function Agreement() {
  const { data, error, refetch } = useAgreement()
  if (error !== null)
    return (
      <Failure
        error={error}
        heading="The agreement can’t be shown"
        kept="What you typed."
        again={() => void refetch()}
      />
    )
  if (data === undefined) return <Loading lines={9} />
  return (
    <div>
      <div className="agreement" role="region" aria-label={data.title} tabIndex={0}>
        {data.sections.map((section) => (
          <section key={section.heading}>
            <h3>{section.heading}</h3>
            {section.paragraphs.map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
          </section>
        ))}
      </div>
      <p className="agreement-facts">
        <span>{data.title}</span>
        <span>version {data.version}</span>
        <span title={data.sha256}>SHA-256 {data.sha256.slice(0, 16)} …</span>
      </p>
    </div>
  )
}
