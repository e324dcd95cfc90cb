/** What the buttons say that change from one way of proving to another. */
export const inOtherWords = {
  passkey: 'Use a passkey',
  totp: 'Use the app',
  recovery: 'Use a recovery code',
} as const
