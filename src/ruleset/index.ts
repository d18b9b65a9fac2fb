export { type BuiltIn, builtIn } from './built-in.ts'
export { type LoadOptions, loadRuleset } from './load.ts'
export { asWritten } from './select.ts'
