export { type LoadOptions, loadRuleset } from './load.ts'
export { asWritten } from './select.ts'
