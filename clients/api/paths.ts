// The calls that the API's own description has, and what each takes and gives.
import type { components, paths } from './schema'

/** A schema of the description by its name, e.g. `Schema<'ApplicationView'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name]

export type Method = 'get' | 'post' | 'put' | 'delete'

type Prefix = '/api/v1'
type Short<Full> = Full extends `${Prefix}${infer Rest}` ? Rest : never

type Operation<M extends Method, P extends string> = `${Prefix}${P}` extends keyof paths
  ? paths[`${Prefix}${P}`] extends Record<M, infer Found>
    ? Found
    : never
  : never

/** Paths below `/api/v1` that have this method. */
export type PathOf<M extends Method> = {
  [Full in keyof paths]: paths[Full] extends Record<M, object> ? Short<Full> : never
}[keyof paths]

type Part<O, Name extends string> = O extends { parameters: Record<Name, infer Found> }
  ? Exclude<Found, undefined>
  : O extends { parameters: { [K in Name]?: infer Found } }
    ? Exclude<Found, undefined>
    : never

type JsonOf<Answer> = Answer extends { content: { 'application/json': infer Body } } ? Body : never

export type PathParts<M extends Method, P extends string> = Part<Operation<M, P>, 'path'>
export type Query<M extends Method, P extends string> = Part<Operation<M, P>, 'query'>

export type Body<M extends Method, P extends string> =
  Operation<M, P> extends { requestBody?: infer Request } ? JsonOf<Exclude<Request, undefined>> : never

/** What a 2xx carries; `undefined` for 204. */
export type Answer<M extends Method, P extends string> =
  Operation<M, P> extends { responses: infer Responses }
    ? {
        [Status in keyof Responses]: Status extends 200 | 201 | 202 ? JsonOf<Responses[Status]> : never
      }[keyof Responses] extends infer Found
      ? [Found] extends [never]
        ? undefined
        : Found
      : never
    : never
