/** First import of all: the content security policy forbids eval, so the schemas must not even try it. */
import { config } from 'zod'

config({ jitless: true })
