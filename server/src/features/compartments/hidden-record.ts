import { AppError } from '../../platform/app-error.ts'

/** A restricted record that does not open to the asker: whoever does not deal with it answers as if there were no such patient. */
export class HiddenRecord extends AppError {
  constructor() {
    super('patient.not_found')
  }
}
