/** Promise: what its message says is written for whoever runs Candour, and can be printed as it stands. */
export class OperatorError extends Error {
  override readonly name: string = 'OperatorError'
}
