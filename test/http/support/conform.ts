import type { createHttpApi } from '@seat-ledger/http'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

/*
 * Holds every answer of a test against the OpenAPI document that the API itself gives.
 */

type Api = ReturnType<typeof createHttpApi>
interface Operation {
  readonly operationId: string
  readonly responses: Record<string, { readonly content?: unknown }>
}

/** Says what is wrong with an answer, or undefined. Of an answer in lines `body` is the list of them. */
export type Conformance = (
  method: string,
  path: string,
  status: number,
  body: unknown,
  lines?: 'application/x-ndjson',
) => string | undefined

const escaped = (text: string): string => text.replaceAll('~', '~0').replaceAll('/', '~1')

const known = new Map<string, Conformance>()

export const conformanceOf = async (api: Api): Promise<Conformance> => {
  const text = await (await api(new Request('http://test/openapi.json'))).text()
  const conforms = known.get(text) ?? conformanceTo(JSON.parse(text))
  known.set(text, conforms)
  return conforms
}

const conformanceTo = (document: { paths: Record<string, Record<string, Operation>> }): Conformance => {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema(document, 'openapi')
  // A path without `{…}` is that one, and not a value in another.
  const templates = Object.keys(document.paths).sort(
    (a, b) => Number(a.includes('{')) - Number(b.includes('{')),
  )
  return (method, path, status, body, lines) => {
    const plain = path.replace(/[?#].*$/, '').replace(/(?<=.)\/$/, '')
    const template = templates.find((candidate) =>
      new RegExp(`^${candidate.replace(/\{\w+\}/g, '[^/]+')}$`).test(plain),
    )
    const verb = method === 'HEAD' ? 'get' : method.toLowerCase()
    const operation = template === undefined ? undefined : document.paths[template]?.[verb]
    if (template === undefined || operation === undefined) return undefined
    const where = `${method} ${template} ${status}`
    const response = operation.responses[`${status}`]
    if (response === undefined) return `${where} is not in the document`
    if (method === 'HEAD' || response.content === undefined) return undefined
    const content = escaped(lines ?? 'application/json')
    const pointer = `openapi#/paths/${escaped(template)}/${verb}/responses/${status}/content/${content}/schema`
    const validate = ajv.getSchema(pointer)
    if (validate === undefined) return `${where} has no schema`
    const all = lines === undefined ? [body] : (body as readonly unknown[])
    return all.every((one) => validate(one)) ? undefined : `${where}: ${ajv.errorsText(validate.errors)}`
  }
}
