import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** Something that listens on this machine. */
interface Listening<Item> {
  readonly url: string
  /** The first thing that arrives, when it has. */
  readonly first: Promise<Item>
  readonly stop: () => Promise<void>
}

/** One request as a receiver of webhooks has it in hand. */
interface Posted {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export type MailServer = Listening<ParsedMail>
export type WebhookReceiver = Listening<Posted>

/** A real mail server. */
export const mailServer = async (): Promise<MailServer> => {
  const { first, came } = arrival<ParsedMail>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onData: (stream, _session, done) => {
      simpleParser(stream).then((mail) => {
        came(mail)
        done()
      }, done)
    },
  })
  const stop = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()))
  return { url: `smtp://127.0.0.1:${await listening(server.server)}`, first, stop }
}

/** A receiver of webhooks. */
export const webhookReceiver = async (): Promise<WebhookReceiver> => {
  const { first, came } = arrival<Posted>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      came({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      response.writeHead(204).end()
    })
  })
  const stop = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${await listening(server)}/hooks`, first, stop }
}

const arrival = <Item>() => {
  let came = (_item: Item): void => {}
  const first = new Promise<Item>((resolve) => {
    came = resolve
  })
  return { first, came }
}

/** Listens on a free port, and gives it. */
const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve())
  })
  return (server.address() as AddressInfo).port
}
