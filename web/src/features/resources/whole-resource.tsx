import { Loading } from '../../ui/loading.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { FhirSource } from './fhir-source.tsx'
import { Readable } from './readable.tsx'
import './resources.css'
import { useResource } from './use-resource.ts'

/** A resource whose text stands above already. */
export function WholeResource({ type, id, patient }: { type: string; id: string; patient: string }) {
  const { data, error, refetch } = useResource(type, id)
  if (error !== null) return <Failure error={error} heading="The source can’t be shown" again={() => void refetch()} />
  if (data === undefined) return <Loading />
  return (
    <div className="resource">
      <Readable patient={patient} type={type} resource={data.resource} />
      <FhirSource source={data.source} />
    </div>
  )
}
