import type * as t from 'io-ts'
import { scopesOf } from '../call/bearer.js'
import type { Operation } from '../endpoints/endpoint.js'
import { QueryList } from '../wire/audit-codecs.js'
import { Described, isNoBody } from '../wire/codecs.js'
import { ERROR_MEANINGS } from './errors.js'
import { type Components, fieldsOf, type Schema, schemaOf } from './schema.js'

/** One operation of the document. */
export const operationObject = (operation: Operation, components: Components): Schema => {
  const { operationId, tag, summary, description, access, inputs } = operation
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    security: access.kind === 'public' ? [] : [{ [SCHEMES[access.kind]]: [] }],
    ...(access.kind === 'public' ? {} : { 'x-scopes': scopesOf(access) }),
    parameters: parameters(operation, components),
    ...(isNoBody(inputs.body)
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(inputs.body, components) } },
          },
        }),
    responses: responses(operation, components),
  }
}

const SCHEMES = { organization: 'organization_token', customer: 'customer_session' } as const

const parameters = (operation: Operation, components: Components): readonly Schema[] => {
  const { inputs, method, conditional, unkeyed, replies } = operation
  return [
    ...fieldParameters('path', inputs.path, components),
    ...fieldParameters('query', inputs.query, components),
    ...(method === 'GET' || unkeyed === true ? [] : [{ $ref: '#/components/parameters/IdempotencyKey' }]),
    ...(conditional === true ? [{ $ref: '#/components/parameters/IfMatch' }] : []),
    ...(304 in replies ? [{ $ref: '#/components/parameters/IfNoneMatch' }] : []),
    { $ref: '#/components/parameters/RequestId' },
  ]
}

const fieldParameters = (
  place: 'path' | 'query',
  codec: t.Mixed,
  components: Components,
): readonly Schema[] => {
  const { required, optional } = fieldsOf(codec)
  return Object.entries({ ...required, ...optional }).map(([name, field]) => ({
    name,
    in: place,
    required: Object.hasOwn(required, name),
    ...(isQueryList(field) ? { style: 'form', explode: false } : {}),
    ...(field instanceof Described
      ? { description: field.description, schema: schemaOf(field.codec, components) }
      : { schema: schemaOf(field, components) }),
  }))
}

const isQueryList = (field: t.Mixed): boolean =>
  (field instanceof Described ? field.codec : field) instanceof QueryList

const responses = (operation: Operation, components: Components): Schema => {
  const { replies, richErrors = {}, lines = [] } = operation
  const good = Object.entries(replies).map(([status, codec]) => [
    status,
    {
      description: GOOD[status] ?? 'The answer.',
      headers: HEADERS,
      ...contentOf(codec, status === '200' ? lines : [], components),
    },
  ])
  const bad = [...errorStatuses(operation)].map((status) => {
    const rich = richErrors[status]
    const schema: Schema = { $ref: `#/components/schemas/${status === 422 ? 'ValidationError' : 'Error'}` }
    const either =
      rich === undefined ? schema : { anyOf: [{ allOf: [schema, schemaOf(rich, components)] }, schema] }
    return [
      String(status),
      {
        description: ERROR_MEANINGS[status] ?? 'An error.',
        content: { 'application/json': { schema: either } },
      },
    ]
  })
  return Object.fromEntries([...good, ...bad])
}

const GOOD: { readonly [status: string]: string } = {
  200: 'Done.',
  201: 'It was made.',
  202: 'Taken: it is done in a moment.',
  204: 'Done.',
  304: 'The caller has this revision already.',
}

const HEADERS = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } }

const contentOf = (codec: t.Mixed | null, lines: readonly t.Mixed[], components: Components): Schema => {
  if (codec === null) return {}
  const json = { 'application/json': { schema: schemaOf(codec, components) } }
  if (lines.length === 0) return { content: json }
  const line = { anyOf: lines.map((one) => schemaOf(one, components)), description: 'One line.' }
  return { content: { ...json, 'application/x-ndjson': { schema: line } } }
}

/** Every status that an operation may answer with beside its replies, lowest first. */
const errorStatuses = ({ access, inputs, conditional, errors }: Operation): ReadonlySet<number> => {
  const statuses = [...errors, 422, 500, 503]
  if (access.kind !== 'public') statuses.push(401, 403)
  if (access.kind === 'organization') statuses.push(404)
  if (!isNoBody(inputs.body)) statuses.push(413, 415)
  if (conditional === true) statuses.push(412)
  return new Set(statuses.sort((a, b) => a - b))
}
