import { FALSE, TRUE } from '../model/tri.ts'
import { entry, isList, isMap, type PropertyMap, type Value } from '../model/value.ts'
import {
  type Answer,
  allOf,
  anyOf,
  causeOf,
  consider,
  literalBoolean,
  literalText,
  NO,
  no,
  type Settled,
  settle,
  unsure,
  unsureOf,
  YES,
  yes,
} from './answer.ts'
import { ecrPattern, patternMatchesTag } from './tag-pattern.ts'

export interface ScanningFacts {
  /** `ImageScanningConfiguration.ScanOnPush` of the repository. */
  readonly scanOnPush: Value | undefined
  /**
   * AWS::ECR::RegistryScanningConfiguration of its registry; `none`: there surely is none; `unknown`: it is not among
   * the inputs.
   */
  readonly registry: PropertyMap | 'none' | 'unknown'
  /** Absent when AWS generates it. */
  readonly repositoryName: Value | undefined
}

/**
 * Whether images are scanned when they are pushed, or continuously (ECR User Guide, "Scan images for software
 * vulnerabilities"). Enhanced scanning goes by the registry's rules alone; basic scanning by its rules once there are
 * some, and else by the repository's own flag.
 */
export function scanned(facts: ScanningFacts): Answer {
  const flag = hasFlag(facts.scanOnPush)
  if (facts.registry === 'none') return flag
  if (facts.registry === 'unknown') {
    return flag.tri === TRUE ? flag : unsureOf('input', 'the scanning configuration of the registry is not known')
  }
  const { registry } = facts
  return consider(entry(registry, 'ScanType'), (type) => {
    const text = type === undefined ? 'BASIC' : literalText(type)
    const rules = entry(registry, 'Rules')
    if (text === 'ENHANCED') return byRules(rules, facts.repositoryName, NO)
    if (text === 'BASIC') return byRules(rules, facts.repositoryName, flag)
    return unsure(causeOf(type, 'ScanType'))
  })
}

function hasFlag(scanOnPush: Value | undefined): Answer {
  return consider(scanOnPush, (value) => {
    const flag = value === undefined ? false : literalBoolean(value)
    if (flag === undefined) return unsure(causeOf(value, 'ScanOnPush'))
    return flag ? yes('ScanOnPush') : no('ScanOnPush is off')
  })
}

function byRules(rules: Value | undefined, repositoryName: Value | undefined, withoutRules: Answer): Answer {
  return consider(rules, (list) => {
    if (list === undefined || (isList(list) && list.length === 0)) return withoutRules
    if (!isList(list)) return unsure(causeOf(list, 'Rules'))
    const answer = anyOf(list.map((item) => consider(item, (rule) => ruleScans(rule, repositoryName))))
    return answer.tri === FALSE ? no('no scanning rule of the registry matches the repository') : answer
  })
}

function ruleScans(rule: Settled | undefined, repositoryName: Value | undefined): Answer {
  if (!isMap(rule)) return unsure(causeOf(rule, 'a scanning rule'))
  const frequency = consider(entry(rule, 'ScanFrequency'), (value) => {
    const text = literalText(value)
    if (text === undefined) return unsure(causeOf(value, 'ScanFrequency'))
    return text === 'MANUAL' ? no('the scanning rule is for scans by hand') : yes(text)
  })
  const filters = consider(entry(rule, 'RepositoryFilters'), (list) => {
    if (!isList(list)) return unsure(causeOf(list, 'RepositoryFilters'))
    return anyOf(list.map((item) => consider(item, (filter) => filterMatches(filter, repositoryName))))
  })
  return allOf([frequency, filters])
}

/** A filter without `*` matches every name that contains it. */
function filterMatches(filter: Settled | undefined, repositoryName: Value | undefined): Answer {
  if (!isMap(filter)) return unsure(causeOf(filter, 'RepositoryFilters'))
  return consider(entry(filter, 'Filter'), (value) => {
    const text = literalText(value)
    if (text === undefined) return unsure(causeOf(value, 'RepositoryFilters'))
    if (text === '*') return YES
    const name = literalText(settle(repositoryName))
    if (name === undefined) {
      if (repositoryName !== undefined) return unsure(causeOf(repositoryName, 'RepositoryName'))
      return unsureOf('value', 'the name of the repository is generated')
    }
    return patternMatchesTag(ecrPattern(text.includes('*') ? text : `*${text}*`), name) ? yes(`filter ${text}`) : NO
  })
}
