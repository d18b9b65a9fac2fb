import { entry, isList, isMap, type Value } from '../model/value.ts'
import {
  type Answer,
  anyOf,
  causeOf,
  consider,
  literalText,
  NO,
  negated,
  no,
  type Settled,
  unsure,
  yes,
} from './answer.ts'
import { ecrPattern, globPattern, patternCovers, patternsOverlap, type TagPattern } from './tag-pattern.ts'

/**
 * Whether no tag that the pattern matches can be moved to another image (ECR User Guide, "Preventing image tags from
 * being overwritten"). Filters name what is mutable under IMMUTABLE_WITH_EXCLUSION, and what is immutable under
 * MUTABLE_WITH_EXCLUSION.
 */
export function immutableFor(mode: Value | undefined, filters: Value | undefined, tagPattern: string): Answer {
  const pattern = globPattern(tagPattern)
  return consider(mode, (value) => {
    const text = value === undefined ? 'MUTABLE' : literalText(value)
    switch (text) {
      case 'IMMUTABLE':
        return yes('IMMUTABLE')
      case 'MUTABLE':
        return no('MUTABLE')
      case 'IMMUTABLE_WITH_EXCLUSION':
        return negated(someFilter(filters, (filter) => patternsOverlap(filter, pattern)))
      case 'MUTABLE_WITH_EXCLUSION':
        // Filters together cover a pattern only when one of them does: a pattern with a star holds tags of any text.
        return someFilter(filters, (filter) => patternCovers(filter, pattern))
      default:
        return unsure(causeOf(value, 'ImageTagMutability'))
    }
  })
}

function someFilter(filters: Value | undefined, holds: (filter: TagPattern) => boolean): Answer {
  return consider(filters, (list) => {
    if (list === undefined) return NO
    if (!isList(list)) return unsure(causeOf(list, 'ImageTagMutabilityExclusionFilters'))
    return anyOf(list.map((item) => consider(item, (filter) => judgeFilter(filter, holds))))
  })
}

function judgeFilter(filter: Settled | undefined, holds: (filter: TagPattern) => boolean): Answer {
  if (!isMap(filter)) return unsure(causeOf(filter, 'ImageTagMutabilityExclusionFilters'))
  return consider(entry(filter, 'ImageTagMutabilityExclusionFilterValue'), (value) => {
    const text = literalText(value)
    if (text === undefined) return unsure(causeOf(value, 'ImageTagMutabilityExclusionFilterValue'))
    return holds(ecrPattern(text)) ? yes(`filter ${text}`) : NO
  })
}
