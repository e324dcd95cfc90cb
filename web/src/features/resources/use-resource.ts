import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { readFhir } from '../../api/fhir.ts'
import { readTree } from './fhir-tree.ts'

/** A resource as it is kept, and as it reads. */
export function useResource(type: string, id: string, version: number | null = null) {
  return useQuery({
    queryKey: ['resource', type, id, version],
    queryFn: async () => {
      const source = await readFhir(type, id, version)
      return { source, resource: readTree(source) }
    },
    placeholderData: keepPreviousData,
  })
}
