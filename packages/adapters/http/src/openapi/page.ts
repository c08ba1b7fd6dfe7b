import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import type { Schema } from './schema.js'

type Html = ReturnType<typeof html>

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem 1.5rem 6rem; }
h2 { margin-top: 3rem; border-bottom: 1px solid #8884; }
h3 { margin: 2rem 0 .3rem; font-size: 1rem; }
code, .method { font-family: ui-monospace, monospace; }
.method { display: inline-block; min-width: 4.5rem; font-weight: 700; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8883; }
td:first-child { white-space: nowrap; }
.quiet { opacity: .7; font-size: .9rem; }
a { color: inherit; }
`

/** Nothing is loaded from anywhere: the page is its own text and this one style. */
export const DOCS_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'`

/** The OpenAPI document as a page that people read. */
export const docsPage = (document: Schema): string => {
  const info = child(document, 'info')
  const schemas = child(child(document, 'components'), 'schemas')
  const parameters = child(child(document, 'components'), 'parameters')
  const page = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(info.title)} API</title><style>${raw(STYLE)}</style></head>
<body>
<h1>${text(info.title)} API</h1>
<p>${text(info.description)}</p>
<p class="quiet">The machine-readable form of this page is <a href="openapi.json">openapi.json</a>.</p>
${list(document.tags).map((tag) => tagSection(document, tag, parameters))}
<h2>Schemas</h2>
${Object.entries(schemas).map(([name, schema]) => schemaSection(name, asSchema(schema)))}
</body></html>`
  return String(page)
}

const tagSection = (document: Schema, tag: Schema, parameters: Schema): Html => html`
<h2>${text(tag.name)}</h2><p>${text(tag.description)}</p>
${Object.entries(child(document, 'paths')).flatMap(([path, item]) =>
  Object.entries(asSchema(item))
    .map(([method, operation]) => ({ method, operation: asSchema(operation) }))
    .filter(({ operation }) => Array.isArray(operation.tags) && operation.tags.includes(tag.name))
    .map(({ method, operation }) => operationSection(method, path, operation, parameters)),
)}`

const operationSection = (method: string, path: string, operation: Schema, parameters: Schema): Html => {
  const fields = list(operation.parameters).map((parameter) => resolved(parameter, parameters))
  const scopes = Array.isArray(operation['x-scopes']) ? operation['x-scopes'].join(' or ') : 'no token'
  const body = contentSchema(child(operation, 'requestBody'))
  return html`
<h3 id="${text(operation.operationId)}"><span class="method">${method.toUpperCase()}</span> <code>${path}</code></h3>
<p>${text(operation.summary)}. ${text(operation.description)}</p>
<p class="quiet">Needs: ${scopes}.${body === undefined ? '' : html` Body: ${typeOf(body)}.`}</p>
<table>${fields.map(
    (field) =>
      html`<tr><td><code>${text(field.name)}</code></td><td>${text(field.in)}${field.required === true ? ', required' : ''}</td><td>${text(field.description)}</td></tr>`,
  )}</table>
<table>${Object.entries(child(operation, 'responses')).map(([status, response]) => {
    const schema = contentSchema(asSchema(response))
    return html`<tr><td><code>${status}</code></td><td>${schema === undefined ? '' : typeOf(schema)}</td><td>${text(asSchema(response).description)}</td></tr>`
  })}</table>`
}

const schemaSection = (name: string, schema: Schema): Html => html`
<h3 id="schema-${name}"><code>${name}</code></h3>
<table>${Object.entries(child(schema, 'properties')).map(([field, of]) => {
  const isRequired = Array.isArray(schema.required) && schema.required.includes(field)
  return html`<tr><td><code>${field}</code></td><td>${typeOf(asSchema(of))}${isRequired ? ', required' : ''}</td><td>${text(asSchema(of).description)}</td></tr>`
})}</table>`

/** The type of a schema in a few words, with a link where it has a name. */
const typeOf = (schema: Schema): Html | string => {
  const name = nameOf(schema)
  if (name !== undefined) return html`<a href="#schema-${name}">${name}</a>`
  const parts = [...list(schema.anyOf), ...list(schema.allOf)]
  if (parts.length > 0)
    return html`${parts.map((part, index) => html`${index > 0 ? ' or ' : ''}${typeOf(part)}`)}`
  if (schema.type === 'array') return html`list of ${typeOf(child(schema, 'items'))}`
  if (Array.isArray(schema.enum)) return schema.enum.join(' | ')
  return Array.isArray(schema.type) ? schema.type.join(' or ') : text(schema.type) || 'anything'
}

const resolved = (schema: Schema, named: Schema): Schema => {
  const name = nameOf(schema)
  return name === undefined ? schema : child(named, name)
}

const nameOf = ({ $ref }: Schema): string | undefined =>
  typeof $ref === 'string' ? $ref.slice($ref.lastIndexOf('/') + 1) : undefined

const contentSchema = (holder: Schema): Schema | undefined => {
  const json = child(child(holder, 'content'), 'application/json')
  return 'schema' in json ? child(json, 'schema') : undefined
}

const asSchema = (value: unknown): Schema =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}

const child = (schema: Schema, name: string): Schema => asSchema(schema[name])

const list = (value: unknown): readonly Schema[] => (Array.isArray(value) ? value.map(asSchema) : [])

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
