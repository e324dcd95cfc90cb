/** A passkey's device, as Chromium pretends it. */
import type { CDPSession, Page } from 'playwright-core'

/** A device with a fingerprint reader, on which the right finger always lies. */
export async function authenticatorOf(page: Page): Promise<{ device: CDPSession; id: string }> {
  const device = await page.context().newCDPSession(page)
  await device.send('WebAuthn.enable')
  const { authenticatorId: id } = await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: false,
    },
  })
  return { device, id }
}

/** While `act` runs the finger lies on the reader; otherwise it would answer what the sign-in page asks quietly. */
export async function touching({ device, id }: { device: CDPSession; id: string }, act: () => Promise<unknown>) {
  await device.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: id, enabled: true })
  await act()
  await device.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: id, enabled: false })
}
