export { countChange } from './compartments.store.ts'
