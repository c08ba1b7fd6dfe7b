import { DEFAULT_EXPIRY_SECONDS } from '@seat-ledger/core'
import { Command } from 'commander'
import { withCheckpoints } from '../serve/checkpoints.js'
import { LOG_LEVELS } from '../serve/log-levels.js'
import type { ServeFlags } from '../serve/settings.js'
import { trialClock } from '../serve/trial-clock.js'
import { STORE_FORMS } from '../stores/registry.js'
import { option } from '../terminal/option.js'
import { webAddress, wholeNumber } from '../terminal/values.js'

/** `seat-ledger serve`. */
export const serveCommand = (): Command => withCheckpoints(serve())

const serve = (): Command =>
  new Command('serve')
    .description('Start the HTTP API. Without a seed there is a demo organization with a pool to try.')
    .optionsGroup('Where it listens:')
    .addOption(
      option('-p, --port <port>', 'port; 0 picks a free one').argParser(wholeNumber(0, 65_535)).default(7328),
    )
    .addOption(option('--host <address>', 'address to listen on; 0.0.0.0 for all').default('127.0.0.1'))
    .addOption(
      option('--public-url <url>', 'where clients reach the API, for its OpenAPI document').argParser(
        webAddress,
      ),
    )
    .addOption(option('--client-ip-header <name>', "header in which your proxy names the client's address"))
    .optionsGroup('What it works on:')
    .addOption(option('--store <store>', STORE_FORMS).default('sqlite'))
    .addOption(option('--data <folder>', 'where stores keep their files').default('.seat-ledger/'))
    .addOption(option('--seed <file>', 'JSON with organizations, tokens and pools'))
    .addOption(option('--key-file <file>', 'file with the invitation key, or with several by id'))
    .addOption(option('--key <key>', 'the invitation key itself; other users of this machine can see flags'))
    .addOption(
      option('--now <time>', 'a clock for trials: 2026-03-03T00:00:00Z, +2d or -90m; memory only').argParser(
        trialClock,
      ),
    )
    .optionsGroup('Invitation mail; none without:')
    .addOption(
      option(
        '--smtp <url>',
        'mail server, smtp://user:password@host:587; better by its variable, flags can be seen',
      ),
    )
    .addOption(option('--mail-from <mailbox>', "sender, 'Acme <seats@acme.example>'"))
    .addOption(option('--claim-url <url>', 'where seats are claimed, with {token} in it'))
    .optionsGroup('Webhooks:')
    .addOption(
      option(
        '--webhooks <switch>',
        'whether this server sends them; of those that share a store one may: off with esdb://, else on',
      ).choices(['on', 'off']),
    )
    .addOption(
      option(
        '--webhook-allow <networks>',
        'also these, by http too: 10.1.0.0/16,127.0.0.1/32; else public ones',
      ),
    )
    .optionsGroup('How it behaves:')
    .addOption(
      option('--claim-limit <count>', 'public claim look-ups a minute and address')
        .argParser(wholeNumber(1, 1_000_000))
        .default(60),
    )
    .addOption(
      option('--invitation-seconds <seconds>', 'how long an invitation lives')
        .argParser(wholeNumber(60, 31_536_000))
        .default(DEFAULT_EXPIRY_SECONDS),
    )
    .addOption(
      option('--release-expired <when>', 'when dead invitations give their seat back')
        .choices(['on-command', 'when-full'])
        .default('on-command'),
    )
    .addOption(
      option('--cached-seats <count>', 'pools plus seats kept in memory')
        .argParser(wholeNumber(1, 1_000_000_000))
        .default(2_000_000),
    )
    .addOption(
      option('--shutdown-seconds <seconds>', 'how long requests may take to finish on SIGTERM')
        .argParser(wholeNumber(0, 3_600))
        .default(25),
    )
    .optionsGroup('What it says:')
    .addOption(
      option('--greeting <size>', 'full makes and prints fresh tokens, short does not')
        .choices(['full', 'short'])
        .default('full'),
    )
    .addOption(
      option('--log-format <format>', 'of the log on stderr')
        .choices(['pretty', 'json'])
        .default(process.stderr.isTTY ? 'pretty' : 'json', 'pretty on a terminal, else json'),
    )
    .addOption(
      option('--log-level <level>', 'the least that is logged')
        .choices([...LOG_LEVELS])
        .default('info'),
    )
    .addHelpText('after', AFTER)
    .action(async (flags: ServeFlags) => {
      const { settingsOf } = await import('../serve/settings.js')
      const { serve } = await import('../serve/serve.js')
      await serve(await settingsOf(flags))
    })

const AFTER = `
Each flag can come from its variable instead; a flag wins.

Besides the API there are /healthz, /readyz and /metrics, /openapi.json and /docs.

Examples:
  seat-ledger serve
  seat-ledger serve --port 0 --seed seed.json
  seat-ledger serve --host 0.0.0.0 --greeting short --log-format json --seed seed.json --key-file key`
