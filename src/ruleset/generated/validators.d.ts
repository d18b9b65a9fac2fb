// Made by scripts/generate-schemas.ts.
import type { RuleDocument, RulesetDocument } from '../document.js'

export interface SchemaError {
  readonly instancePath: string
  readonly schemaPath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  /** The schema that holds the keyword. */
  readonly parentSchema: Readonly<Record<string, unknown>>
  /** For a key that is no name. */
  readonly propertyName?: string
}

interface Validator<Document> {
  (data: unknown): data is Document
  errors?: readonly SchemaError[] | null
}

export declare const validateRule: Validator<RuleDocument>
export declare const validateRuleset: Validator<RulesetDocument>
