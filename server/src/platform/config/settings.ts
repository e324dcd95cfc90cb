/** Promise: this table names every variable that Candour reads, and `candour start --help` prints it. */

export const settings = {
  CANDOUR_HOME: ['where everything is kept', '<checkout>/.candour; as root /var/lib/candour'],
  CANDOUR_KEYS: ['where the keys are kept, apart from the data', '<home>/keys'],
  CANDOUR_PORT: ['port to listen on', '3000'],
  CANDOUR_HOST: ['address to listen on; beyond this machine only with TLS or a proxy', '127.0.0.1'],
  CANDOUR_ORIGIN: ['the address that people type', 'http://localhost:<port>'],
  CANDOUR_TLS_CERT: ['certificate chain, a PEM file', ''],
  CANDOUR_TLS_KEY: ['its private key, a PEM file', ''],
  CANDOUR_TRUSTED_PROXY: ['addresses or networks of the proxy that does the TLS', ''],
  CANDOUR_WEB: ['on, or off to serve the interfaces alone: then no web app is built', 'on'],
  CANDOUR_FINDER_MB: ['megabytes of memory for finding patients, all practices together', '64'],
  CANDOUR_DEMO: ['on, or off: whether the sign-up page opens demonstrations', 'on for this machine alone, else off'],
  CANDOUR_LOG_LEVEL: ['debug, info, warn, error or silent', 'info; at a terminal warn'],
  CANDOUR_BREACH_CHECK_URL: [
    'a list of stolen passwords to ask, such as https://api.pwnedpasswords.com/range; it gets 5 digits of a hash',
    'none: the list that comes with Candour alone',
  ],
  CANDOUR_SIGN_IN_ISSUERS: [
    'OpenID Connect issuers that practices may choose for single sign-on, with commas between them; * stands for the id of a tenant',
    'none: no single sign-on',
  ],
  CANDOUR_WITNESSES: [
    'witnesses of the ledger (C2SP tlog-witness), with commas between them: an address, a space, its verifier key',
    'none: nobody outside signs what the ledger was',
  ],
  DATABASE_URL: ['a PostgreSQL 15 or newer of your own; TLS is verified', 'the embedded PostgreSQL'],
  OTEL_EXPORTER_OTLP_ENDPOINT: [
    'where traces go by OTLP/HTTP (JSON), such as http://127.0.0.1:4318; OTEL_EXPORTER_OTLP_HEADERS is understood',
    'none: no traces',
  ],
  SMTP_URL: ['your mail server; TLS is verified', 'none: mails wait at /outbox on this machine'],
} as const satisfies Record<string, readonly [meaning: string, standard: string]>

export type SettingName = keyof typeof settings
