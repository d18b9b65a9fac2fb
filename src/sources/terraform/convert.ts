import {
  entry,
  isList,
  isMap,
  isSpecial,
  KIND,
  type PropertyMap,
  rest,
  unknown,
  type Value,
} from '../../model/value.ts'
import { parseJsonText } from '../../util/json.ts'
import { type Cell, child, elements, isAbsent, isSensitive, isUnknown, rootCell } from './cell.ts'
import type { Conversion } from './conversion.ts'
import type { Document, Instance } from './document.ts'
import { own } from './json.ts'
import { linksTo, linkTo } from './links.ts'
import type { Echo, Rule, Rules } from './mapping.ts'
import { policyOf } from './policy-document.ts'
import { providerConfig, providerKey } from './provider.ts'
import { applySpecial } from './specials.ts'
import { afterApply, type Builder, configured, hide, isScalar, plain, put, toValue } from './values.ts'

/** Sets what the rules say of the attributes of a cell. */
export function convertRules(conversion: Conversion, rules: Rules, cell: Cell, into: Builder): void {
  for (const attribute of Object.keys(rules)) {
    const rule = rules[attribute]
    if (rule === undefined) continue
    const member = child(cell, attribute)
    // A data source shows what was read; what it leaves out stays unknown.
    if (cell.instance.data && cell.name === '' && isAbsent(member) && attribute !== 'tags_all') continue
    if (isRules(rule)) for (const one of rule) applyRule(conversion, one, member, into)
    else applyRule(conversion, rule, member, into)
  }
}

function isRules(rule: Rule | readonly Rule[]): rule is readonly Rule[] {
  return Array.isArray(rule)
}

function applyRule(conversion: Conversion, rule: Rule, cell: Cell, into: Builder): void {
  if (typeof rule === 'string') set(into, rule, plain(conversion.document, cell))
  else if (rule.is === 'object') applyObject(conversion, rule, cell, into)
  else if (rule.is === 'special') applySpecial(conversion, rule.by, rule.to[0] ?? '', cell, into)
  else if (rule.is === 'asked') applyAsked(conversion, rule.rule, rule.echoOf ?? [], cell, into)
  else set(into, rule.to, told(conversion, rule, cell))
}

type Plain = Exclude<Rule, string | { readonly is: 'object' | 'special' | 'asked' }>

function told(conversion: Conversion, rule: Plain, cell: Cell): Value | undefined {
  const { document } = conversion
  switch (rule.is) {
    case 'list':
    case 'set':
      return listOf(conversion, rule.of, cell, rule.is === 'list')
    case 'words':
      return inWords(document, cell, rule.words)
    case 'json':
      return jsonOf(document, cell)
    case 'document':
      return policyOf(document, cell)
    case 'link':
      return linkTo(document, cell, rule.types)
    case 'links':
      return wrap(linksTo(document, cell, rule.types), rule.key)
    case 'wrapped':
      return wrap(plain(document, cell), rule.key)
    case 'listed':
      return listed(plain(document, cell), rule.key)
    case 'pairs':
      return pairsOf(document, cell, rule.key, rule.value)
    case 'tags':
      return tagsOf(document, cell, true)
    case 'tag-map':
      return tagsOf(document, cell, false)
    case 'constant':
      return isSet(document, cell) ? rule.value : undefined
    case 'entry':
      return entryOf(conversion, rule.of, cell)
    case 'kept':
      return cell.value === '' ? '' : plain(document, cell)
    case 'positive':
      return positive(document, cell)
    case 'text':
      return typeof cell.value === 'number' ? String(cell.value) : plain(document, cell)
    case 'number':
      return asNumber(plain(document, cell))
  }
}

function positive(document: Document, cell: Cell): Value | undefined {
  if (cell.value === 0) return undefined
  const value = plain(document, cell)
  // What is known after apply may turn out to be zero.
  return isUnknown(cell) && isSpecial(value) && value[KIND] === 'unknown' ? { ...value, present: 'maybe' } : value
}

function asNumber(value: Value | undefined): Value | undefined {
  const number = typeof value === 'string' ? Number(value) : Number.NaN
  return Number.isNaN(number) ? value : number
}

function isSet(document: Document, cell: Cell): boolean {
  return isUnknown(cell) ? configured(document, cell) !== 'no' : !isAbsent(cell)
}

function set(into: Builder, path: string, value: Value | undefined): void {
  if (value !== undefined) put(into, path, value)
}

function applyObject(
  conversion: Conversion,
  rule: { readonly to: string; readonly of: Rules },
  cell: Cell,
  into: Builder,
): void {
  const block = isUnknown(cell) ? cell : elements(cell, true)[0]
  if (block === undefined) return
  if (rule.to === '') {
    convertRules(conversion, rule.of, block, into)
  } else if (isUnknown(block)) {
    set(into, rule.to, afterApply(conversion.document, block))
  } else {
    const inner: Builder = {}
    convertRules(conversion, rule.of, block, inner)
    merge(into, rule.to, inner)
  }
}

/** Several blocks may tell one object: the settings of a deployment. */
function merge(into: Builder, path: string, inner: Builder): void {
  const members = Object.keys(inner)
  if (members.length === 0 && !has(into, path)) put(into, path, {})
  for (const member of members) {
    const value = inner[member]
    if (value !== undefined) put(into, `${path}.${member}`, value)
  }
}

function has(map: PropertyMap, path: string): boolean {
  let at: Value | undefined = map
  for (const step of path.split('.')) at = isMap(at) ? entry(at, step) : undefined
  return at !== undefined
}

function listOf(conversion: Conversion, of: Rules, cell: Cell, ordered: boolean): Value | undefined {
  if (isUnknown(cell)) return afterApply(conversion.document, cell)
  const blocks = elements(cell, ordered)
  if (blocks.length === 0) return undefined
  return blocks.map((block) => {
    if (isUnknown(block)) return afterApply(conversion.document, block)
    const inner: Builder = {}
    convertRules(conversion, of, block, inner)
    return inner
  })
}

function inWords(
  document: Document,
  cell: Cell,
  words: Readonly<Record<string, string | number | boolean | undefined>>,
): Value | undefined {
  const value = plain(document, cell)
  if (!isScalar(value)) return value
  const word = String(value)
  return Object.hasOwn(words, word) ? words[word] : value
}

function jsonOf(document: Document, cell: Cell): Value | undefined {
  if (isUnknown(cell)) return afterApply(document, cell)
  const { value } = cell
  if (typeof value !== 'string' || value === '') return plain(document, cell)
  const json = parseJsonText(value)
  if (json === undefined) {
    return unknown('read', `${cell.name} of ${cell.instance.address} is not JSON`, { present: 'yes' })
  }
  return isSensitive(cell) ? hide(json) : toValue(json)
}

function wrap(value: Value | undefined, key: string | undefined): Value | undefined {
  if (key === undefined || !isList(value)) return value
  return value.map((element) => (isSpecial(element) && element[KIND] === 'rest' ? element : { [key]: element }))
}

function listed(value: Value | undefined, key: string): Value | undefined {
  return value === undefined ? undefined : [{ [key]: value }]
}

function entryOf(conversion: Conversion, of: Rules, cell: Cell): Value {
  const inner: Builder = {}
  convertRules(conversion, of, rootCell(cell.instance), inner)
  return [inner]
}

function pairsOf(document: Document, cell: Cell, key: string, value: string): Value | undefined {
  const map = plain(document, cell)
  if (!isMap(map)) return map
  return Object.keys(map).map((name) => ({ [key]: name, [value]: map[name] }))
}

/** `tags_all` holds the provider's default tags as well; a data source and a plan without provider have only `tags`. */
function tagsOf(document: Document, all: Cell, asList: boolean): Value | undefined {
  const tags = (cell: Cell): Value | undefined => {
    if (isAbsent(cell)) return undefined
    return asList ? pairsOf(document, cell, 'Key', 'Value') : plain(document, cell)
  }
  if (!isUnknown(all) && !isAbsent(all)) return tags(all)
  const few = tags(child(rootCell(all.instance), 'tags'))
  // Without default tags the provider only copies the tags.
  if (!isUnknown(all) || !hasDefaultTags(document, all.instance)) return few
  if (few === undefined || !isList(few)) return afterApply(document, all)
  return [...few, rest({ class: 'value', reason: `${all.name} of ${all.instance.address} is known after apply` })]
}

function hasDefaultTags(document: Document, instance: Instance): boolean {
  const config = providerConfig(document, providerKey(document, instance))
  return config === undefined || own(own(config, 'expressions'), 'default_tags') !== undefined
}

function applyAsked(conversion: Conversion, rule: Rule, echoOf: readonly Echo[], cell: Cell, into: Builder): void {
  const { document, echoes } = conversion
  if (isUnknown(cell) && configured(document, cell) === 'no') return
  const echo = echoOf.length > 0 && !isUnknown(cell) && configured(document, cell) !== 'yes'
  if (echo && echoOf.some((one) => echoes(one, cell.instance))) return
  applyRule(conversion, rule, cell, into)
}
