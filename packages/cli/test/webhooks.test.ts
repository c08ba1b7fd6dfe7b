import { expect, test } from 'vitest'
import { webhookSettingsOf } from '../src/serve/webhooks.js'

test('webhooks go to public addresses by https, unless the flags say more', () => {
  expect(webhookSettingsOf({}, false)).toEqual({ allowNetworks: [], allowHttp: false })
  expect(webhookSettingsOf({ webhookAllow: '10.0.0.0/8, fd00::/8' }, false)).toEqual({
    allowNetworks: ['10.0.0.0/8', 'fd00::/8'],
    allowHttp: true,
  })
})

test('of servers that share a store only the one that is told to sends them', () => {
  expect(webhookSettingsOf({}, true)).toBeUndefined()
  expect(webhookSettingsOf({ webhooks: 'on' }, true)).toEqual({ allowNetworks: [], allowHttp: false })
  expect(webhookSettingsOf({ webhooks: 'off' }, false)).toBeUndefined()
})
