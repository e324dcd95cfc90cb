import type { Chapter } from './requirement.ts'

const journeys = 'server/src/features/providers/providers.test.ts'
const lies = 'server/src/features/providers/lying-provider.test.ts'
const protocol = 'server/src/platform/sign-on/providers.test.ts'
const sent = {
  test: protocol,
  title:
    'a browser is sent to the provider itself, with PKCE, state and nonce that nobody guesses, and for nothing but who it is',
}
const ownBrowser = {
  test: journeys,
  title: 'what came back counts only at the browser that set out, with its own state',
}

export const singleSignOn: Chapter = {
  title: 'V10 OAuth and OpenID Connect, as a client',
  requirements: [
    {
      id: '10.1.1',
      level: 2,
      asks: 'Tokens go only to what needs them',
      shown: [
        {
          file: 'server/src/platform/sign-on/providers.ts',
          says: 'Of the tokens nothing is kept and nothing leaves this file',
        },
        { test: lies, title: 'the log has no code, state, nonce, token or name of anybody' },
      ],
    },
    {
      id: '10.1.2',
      level: 2,
      asks: 'Answers count only for the browser and the flow that began them',
      shown: [ownBrowser, sent, { test: journeys, title: 'forty returns of the same code at once open one session' }],
    },
    {
      id: '10.2.1',
      level: 2,
      asks: 'No other site starts a token request: PKCE or state',
      shown: [{ test: journeys, title: 'a page of another site begins and ends nothing' }, ownBrowser],
    },
    {
      id: '10.2.2',
      level: 2,
      asks: 'Providers cannot be mixed up',
      shown: [
        {
          test: lies,
          title:
            'an answer that names another issuer than the one that was asked is refused before its code goes anywhere',
        },
      ],
    },
    {
      id: '10.5.1',
      level: 2,
      asks: 'An ID token is not replayed: nonce',
      shown: [{ test: lies, title: 'an ID token of another flow is refused: its nonce is not the one that was sent' }],
    },
    {
      id: '10.5.2',
      level: 2,
      asks: 'People are known by what is never given again: sub',
      shown: [
        {
          test: journeys,
          title: 'nobody is linked by email: who has the same one at the provider, and no link, is refused in words',
        },
      ],
    },
    {
      id: '10.5.3',
      level: 2,
      asks: 'A provider’s metadata name the expected issuer',
      shown: [{ test: protocol, title: 'metadata of another issuer are refused, whatever differs' }],
    },
    {
      id: '10.5.4',
      level: 2,
      asks: 'An ID token is meant for this client: aud',
      shown: [{ test: lies, title: 'an ID token for another client is refused' }],
    },
    {
      id: '10.5.5',
      level: 2,
      asks: 'A logout by the back channel cannot be forged',
      notApplicable: 'No logout by the back channel is offered: docs/single-sign-on.md says so.',
    },
  ],
}
