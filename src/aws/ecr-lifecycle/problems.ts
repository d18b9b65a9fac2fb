import { entry, isList, isMap, isSpecial, type PropertyMap, type Value } from '../../model/value.ts'
import { type Settled, settle } from '../answer.ts'

/** One reason why ECR refuses a lifecycle policy. */
export interface Problem {
  readonly rulePriority?: number
  /** JSON pointer in the policy document. */
  readonly pointer: string
  /** A phrase without a full stop. */
  readonly message: string
}

/** ECR API Reference, PutLifecyclePolicy. */
export const TEXT_LIMIT = 30_720
/** ECR User Guide, "Amazon ECR service quotas". */
export const RULE_LIMIT = 50
export const WILDCARD_LIMIT = 4

/**
 * What ECR's validation of a lifecycle policy refuses (ECR User Guide, "Lifecycle policy properties" and "How
 * lifecycle policies work"). What is not known is not judged.
 */
export function problemsOf(document: Value): readonly Problem[] {
  if (!isMap(document)) return [{ pointer: '', message: 'the policy is not an object' }]
  const list = settle(entry(document, 'rules'))
  if (list === undefined) return [{ pointer: '', message: 'rules is missing' }]
  if (isSpecial(list)) return []
  if (!isList(list)) return [{ pointer: '/rules', message: 'rules is not a list' }]
  const problems: Problem[] = []
  if (list.length > RULE_LIMIT) problems.push({ pointer: '/rules', message: `there are more than ${RULE_LIMIT} rules` })
  const rules: RuleReading[] = []
  list.forEach((item, index) => {
    const rule = settle(item)
    const pointer = `/rules/${index}`
    if (isMap(rule)) rules.push(readRule(rule, pointer, problems))
    else if (rule === undefined || !isSpecial(rule)) problems.push({ pointer, message: 'the rule is not an object' })
  })
  compareRules(rules, problems)
  return problems
}

interface RuleReading {
  readonly pointer: string
  readonly priority: Settled | undefined
  readonly tagStatus: Settled | undefined
  readonly storageClass: Settled | undefined
  /** The tags of the selection in one text, order aside; absent when they are not all known. */
  readonly tags?: string
}

function readRule(rule: PropertyMap, pointer: string, problems: Problem[]): RuleReading {
  const priority = settle(entry(rule, 'rulePriority'))
  const add = (path: string, message: string): void => {
    problems.push({
      ...(typeof priority === 'number' ? { rulePriority: priority } : {}),
      pointer: `${pointer}${path}`,
      message,
    })
  }
  checkKeys(rule, '', RULE_KEYS, add)
  checkNumber(priority, '/rulePriority', add)
  checkText(settle(entry(rule, 'description')), '/description', add)
  const selection = settle(entry(rule, 'selection'))
  const action = settle(entry(rule, 'action'))
  if (isMap(selection)) checkSelection(selection, add)
  else if (selection !== undefined && !isSpecial(selection)) add('/selection', 'selection is not an object')
  if (isMap(action)) checkAction(action, add)
  else if (action !== undefined && !isSpecial(action)) add('/action', 'action is not an object')
  if (isMap(selection) && isMap(action)) checkTogether(selection, action, add)
  const tags = isMap(selection) ? tagSet(selection) : undefined
  const reading = {
    pointer,
    priority,
    tagStatus: isMap(selection) ? settle(entry(selection, 'tagStatus')) : undefined,
    storageClass: isMap(selection) ? (settle(entry(selection, 'storageClass')) ?? 'standard') : undefined,
  }
  return tags === undefined ? reading : { ...reading, tags }
}

type Add = (path: string, message: string) => void

/** Keys of an object, with those that are required. */
type Keys = Readonly<Record<string, 'required' | 'optional'>>

const RULE_KEYS: Keys = { rulePriority: 'required', description: 'optional', selection: 'required', action: 'required' }
const SELECTION_KEYS: Keys = {
  tagStatus: 'required',
  tagPrefixList: 'optional',
  tagPatternList: 'optional',
  storageClass: 'optional',
  countType: 'required',
  countUnit: 'optional',
  countNumber: 'required',
}
const ACTION_KEYS: Keys = { type: 'required', targetStorageClass: 'optional' }

function checkKeys(map: PropertyMap, path: string, keys: Keys, add: Add): void {
  for (const key of Object.keys(map)) {
    if (!Object.hasOwn(keys, key))
      add(`${path}/${escaped(key)}`, `${shown(key)} is no member of a lifecycle policy here`)
  }
  for (const [key, need] of Object.entries(keys)) {
    if (need === 'required' && entry(map, key) === undefined) add(path, `${key} is missing`)
  }
}

function escaped(key: string): string {
  return shown(key).replaceAll('~', '~0').replaceAll('/', '~1')
}

function shown(key: string): string {
  return key.length > 40 ? `${key.slice(0, 40)}…` : key
}

function checkNumber(value: Settled | undefined, path: string, add: Add): void {
  if (value === undefined || isSpecial(value)) return
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) add(path, `${name} is not a whole number`)
  else if (value < 1) add(path, `${name} is less than 1`)
}

function checkText(value: Settled | undefined, path: string, add: Add): void {
  if (value !== undefined && !isSpecial(value) && typeof value !== 'string') {
    add(path, `${path.slice(path.lastIndexOf('/') + 1)} is not a text`)
  }
}

function checkEnum(map: PropertyMap, path: string, key: string, allowed: readonly string[], add: Add): void {
  const value = settle(entry(map, key))
  if (value === undefined || isSpecial(value)) return
  if (!allowed.some((candidate) => candidate === value))
    add(`${path}/${key}`, `${key} is none of ${allowed.join(', ')}`)
}

const SINCE = ['sinceImagePushed', 'sinceImagePulled', 'sinceImageTransitioned']

function checkSelection(selection: PropertyMap, add: Add): void {
  const path = '/selection'
  checkKeys(selection, path, SELECTION_KEYS, add)
  checkEnum(selection, path, 'tagStatus', ['tagged', 'untagged', 'any'], add)
  checkEnum(selection, path, 'countType', ['imageCountMoreThan', ...SINCE], add)
  checkEnum(selection, path, 'countUnit', ['days'], add)
  checkEnum(selection, path, 'storageClass', ['standard', 'archive'], add)
  checkNumber(settle(entry(selection, 'countNumber')), `${path}/countNumber`, add)
  checkUnit(selection, add)
  checkStorageClass(selection, add)
  checkTags(selection, add)
}

function checkUnit(selection: PropertyMap, add: Add): void {
  const type = settle(entry(selection, 'countType'))
  const unit = entry(selection, 'countUnit')
  if (typeof type !== 'string') return
  if (type === 'imageCountMoreThan' && isSurelyPresent(unit)) {
    add('/selection/countUnit', 'countUnit does not go with imageCountMoreThan')
  }
  if (SINCE.includes(type) && unit === undefined) add('/selection', `${type} needs countUnit`)
}

function checkStorageClass(selection: PropertyMap, add: Add): void {
  const type = settle(entry(selection, 'countType'))
  const storage = settle(entry(selection, 'storageClass'))
  if (type === 'sinceImageTransitioned' && (storage === undefined || storage === 'standard')) {
    add('/selection', 'sinceImageTransitioned needs storageClass archive')
  }
  if (typeof type === 'string' && type !== 'sinceImageTransitioned' && storage === 'archive') {
    add('/selection/storageClass', `${shown(type)} does not go with storageClass archive`)
  }
}

function checkTags(selection: PropertyMap, add: Add): void {
  const status = settle(entry(selection, 'tagStatus'))
  const prefixes = settle(entry(selection, 'tagPrefixList'))
  const patterns = settle(entry(selection, 'tagPatternList'))
  checkTagList(prefixes, '/selection/tagPrefixList', add)
  checkTagList(patterns, '/selection/tagPatternList', add)
  if (isSurelyPresent(prefixes) && isSurelyPresent(patterns)) {
    add('/selection', 'tagPrefixList and tagPatternList exclude each other')
  }
  if (status === 'tagged' && prefixes === undefined && patterns === undefined) {
    add('/selection', 'tagStatus tagged needs tagPatternList or tagPrefixList')
  }
  if (status !== 'untagged' && status !== 'any') return
  if (isSurelyPresent(prefixes)) add('/selection/tagPrefixList', `tagPrefixList does not go with tagStatus ${status}`)
  if (isSurelyPresent(patterns)) add('/selection/tagPatternList', `tagPatternList does not go with tagStatus ${status}`)
}

function checkTagList(list: Settled | undefined, path: string, add: Add): void {
  if (list === undefined || isSpecial(list)) return
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (!isList(list)) {
    add(path, `${name} is not a list`)
    return
  }
  if (list.length === 0) add(path, `${name} is empty`)
  list.forEach((item, index) => {
    const text = settle(item)
    checkText(text, `${path}/${index}`, add)
    if (name === 'tagPatternList' && typeof text === 'string' && wildcards(text) > WILDCARD_LIMIT) {
      add(`${path}/${index}`, `the pattern has more than ${WILDCARD_LIMIT} wildcards`)
    }
  })
}

function wildcards(text: string): number {
  let count = 0
  for (let at = text.indexOf('*'); at >= 0; at = text.indexOf('*', at + 1)) count += 1
  return count
}

function checkAction(action: PropertyMap, add: Add): void {
  checkKeys(action, '/action', ACTION_KEYS, add)
  checkEnum(action, '/action', 'type', ['expire', 'transition'], add)
  checkEnum(action, '/action', 'targetStorageClass', ['archive'], add)
  const type = settle(entry(action, 'type'))
  const target = entry(action, 'targetStorageClass')
  if (type === 'transition' && target === undefined) add('/action', 'transition needs targetStorageClass')
  if (type === 'expire' && isSurelyPresent(target)) {
    add('/action/targetStorageClass', 'targetStorageClass does not go with expire')
  }
}

function checkTogether(selection: PropertyMap, action: PropertyMap, add: Add): void {
  const count = settle(entry(selection, 'countType'))
  const type = settle(entry(action, 'type'))
  if (count === 'sinceImagePulled' && type === 'expire')
    add('/action/type', 'sinceImagePulled works with transition only')
  if (count === 'sinceImageTransitioned' && type === 'transition') {
    add('/action/type', 'sinceImageTransitioned works with expire only')
  }
}

function isSurelyPresent(value: Value | undefined): boolean {
  return value !== undefined && !isSpecial(value)
}

function tagSet(selection: PropertyMap): string | undefined {
  const prefixes = settle(entry(selection, 'tagPrefixList'))
  const list = prefixes ?? settle(entry(selection, 'tagPatternList'))
  if (!isList(list) || list.length === 0) return undefined
  const texts: string[] = []
  for (const item of list) {
    const text = settle(item)
    if (typeof text !== 'string') return undefined
    texts.push(text)
  }
  return JSON.stringify([prefixes === undefined ? 'pattern' : 'prefix', ...new Set(texts.sort())])
}

function compareRules(rules: readonly RuleReading[], problems: Problem[]): void {
  const priorities = new Set<number>()
  const tagSets = new Map<string, string>()
  const untagged = new Set<Settled>()
  const highest = new Map<Settled, number>()
  for (const { priority, storageClass } of rules) {
    if (typeof priority !== 'number' || storageClass === undefined) continue
    highest.set(storageClass, Math.max(priority, highest.get(storageClass) ?? 0))
  }
  for (const rule of rules) {
    const { priority, pointer, storageClass } = rule
    const add = (path: string, message: string): void => {
      problems.push({
        ...(typeof priority === 'number' ? { rulePriority: priority } : {}),
        pointer: pointer + path,
        message,
      })
    }
    if (typeof priority === 'number') {
      if (priorities.has(priority)) add('/rulePriority', `the priority ${priority} is given twice`)
      priorities.add(priority)
    }
    if (typeof storageClass !== 'string') continue
    if (rule.tagStatus === 'any' && typeof priority === 'number' && priority < (highest.get(storageClass) ?? 0)) {
      add('/rulePriority', 'a rule with tagStatus any must have the highest priority number')
    }
    if (rule.tagStatus === 'untagged') {
      if (untagged.has(storageClass)) add('/selection/tagStatus', 'another rule selects untagged images already')
      untagged.add(storageClass)
    }
    if (rule.tagStatus !== 'tagged' || rule.tags === undefined) continue
    const key = `${storageClass} ${rule.tags}`
    const other = tagSets.get(key)
    if (other !== undefined) add('/selection', `${other} selects the same tags`)
    else tagSets.set(key, pointer)
  }
}
