/**
 * A route as both sides know it: method, path, the shape that goes in, the shape that comes out.
 * `input` is one flat object: path parameters by their name, then the body (or, for GET, the query string).
 * The server adds who may call it and the verb; the web client takes its types from here.
 */
import type { z } from 'zod'

export interface Route<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: `/api/${string}`
  input: I
  output: O
}

export function route<I extends z.ZodType, O extends z.ZodType>(value: Route<I, O>): Route<I, O> {
  return value
}

export type InputOf<R> = R extends Route<infer I, z.ZodType> ? z.input<I> : never
export type OutputOf<R> = R extends Route<z.ZodType, infer O> ? z.output<O> : never
