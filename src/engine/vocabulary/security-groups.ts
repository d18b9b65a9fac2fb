import { type Answer, anyOf, NO, unsure, unsureOf, YES } from '../../aws/answer.ts'
import { admits, type Traffic } from '../../aws/network/admits.ts'
import type { Resource } from '../../model/resource.ts'
import { type Cause, entry, isList, isMap, isSpecial, KIND, type Value } from '../../model/value.ts'
import { type Frame, type Members, rootElement, valueAt } from '../frame.ts'
import { openness, pointing } from '../related.ts'
import { settleDeep } from '../settle.ts'
import { follow, isOpaque, isSame } from '../world.ts'
import { unknownOf } from './ecs.ts'
import { ingressRules, isRead, prefixListEntries, settledRule } from './network.ts'

export const SECURITY_GROUP = 'AWS::EC2::SecurityGroup'
export const EGRESS = 'AWS::EC2::SecurityGroupEgress'

/** Whether one of the groups lets the traffic in. `traffic.from` is where it comes from. */
export function letsIn(frame: Frame, groups: Members, traffic: Traffic): Answer {
  return throughGroups(groups, (group) => {
    const { members, open } = ingressRules(frame, rootElement(group))
    const answers = members.map(({ element, maybe, condition }): Answer => {
      if (condition !== undefined && !frame.choices.holds(condition)) return NO
      const answer = admitted(frame, valueAt(element), element.resource, traffic)
      return maybe === undefined || answer.tri === NO.tri ? answer : unsure(maybe)
    })
    return anyOf(open === undefined ? answers : [...answers, unsure(open)])
  })
}

/** Whether one of the groups lets the traffic out. `traffic.from` is where it goes. */
export function letsOut(frame: Frame, groups: Members, traffic: Traffic): Answer {
  return throughGroups(groups, (group) => {
    if (isOpaque(group)) return unsure(group.rest?.cause ?? notRead(group))
    const inline = settleDeep(frame, entry(group.properties, 'SecurityGroupEgress') ?? group.rest)
    // CloudFormation leaves the rule of EC2 that lets everything out, unless the template writes rules of its own.
    if (inline === undefined && group.unit.dialect === 'cloudformation') return YES
    if (inline !== undefined && !isList(inline)) return unsure(unknownOf(inline, ruleOf(group)).cause)
    const attached = pointing(
      frame,
      group,
      'SecurityGroupEgress',
      [SECURITY_GROUP],
      [{ type: EGRESS, owner: (rule) => entry(rule.properties, 'GroupId') ?? rule.rest }],
    )
    const answers = (inline ?? []).map((rule) => admitted(frame, rule, group, traffic))
    for (const { element, maybe, condition } of attached) {
      if (condition !== undefined && !frame.choices.holds(condition)) continue
      const answer = admitted(frame, element.resource.properties, element.resource, traffic)
      answers.push(maybe === undefined || answer.tri === NO.tri ? answer : unsure(maybe))
    }
    const more = openness(frame, group, isRead(group) ? 'part' : 'attached', [EGRESS], 'security group rule')
    return anyOf(more.open === undefined ? answers : [...answers, unsure(more.open)])
  })
}

/** Whether a security group that a rule names is one of these groups. */
export function inGroups(frame: Frame, groups: Members, named: Value, from: Resource): Answer {
  const target = follow(frame.world, named, [SECURITY_GROUP], from).resource
  return throughGroups(groups, (group) => {
    const same = isSame(group, target)
    return same === undefined ? unsureOf('value', `whether ${group.address} is meant is not known`) : same ? YES : NO
  })
}

function throughGroups({ members, open }: Members, ask: (group: Resource) => Answer): Answer {
  const answers = members.map(({ element, maybe }): Answer => {
    const answer = ask(element.resource)
    return maybe === undefined || answer.tri === NO.tri ? answer : unsure(maybe)
  })
  return anyOf(open === undefined ? answers : [...answers, unsure(open)])
}

function admitted(frame: Frame, raw: Value | undefined, holder: Resource, traffic: Traffic): Answer {
  const rule = settledRule(frame, raw, holder)
  if (rule !== undefined && isSpecial(rule) && rule[KIND] === 'rest') return unsure(rule.cause)
  if (!isMap(rule)) return unsure(unknownOf(rule, ruleOf(holder)).cause)
  return admits(rule, traffic, (id) => prefixListEntries(frame, id, holder))
}

function ruleOf(group: Resource): string {
  return `a rule of ${group.address} is not known`
}

function notRead(group: Resource): Cause {
  return { class: 'input', reason: `${group.address} is not among the inputs` }
}
