import type { SMTPPoolOptions } from 'nodemailer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'

/**
 * Whether a server says SMTPUTF8, asked anew each time: such addresses are rare, and servers change. Rejects when it
 * cannot be asked.
 */
export const supportsUtf8 = (options: SMTPPoolOptions): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const connection = new SMTPConnection(options)
    connection.on('error', reject)
    connection.on('end', () => reject(new Error('the connection ended')))
    connection.connect((cause) => {
      if (cause !== undefined) return reject(cause)
      resolve(/^250[ -]SMTPUTF8\s*$/im.test(connection.lastServerResponse || ''))
      connection.quit()
    })
  })
