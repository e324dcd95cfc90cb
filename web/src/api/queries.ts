/**
 * The cache of answers. Reading a record leaves an entry in the practice's ledger, so nothing is read again behind
 * the reader's back: no refetching when a window gets the focus, only when an event says that something changed.
 */
import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './client.ts'

/** Asking again helps when nobody answered or the server failed; what was altered stays so, and each look is told. */
const mayPass = (error: Error) =>
  !(error instanceof ApiError) || (error.status >= 500 && error.code !== 'record.altered')

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5 * 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: 'always',
      retry: (failures, error) => mayPass(error) && failures < 2,
      retryDelay: (failures) => 400 * 2 ** failures,
    },
    mutations: { networkMode: 'always', retry: false },
  },
})
