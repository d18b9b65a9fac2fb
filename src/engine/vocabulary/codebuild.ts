import { type Answer, literalText, settle } from '../../aws/answer.ts'
import { allows } from '../../aws/iam/index.ts'
import { buildsImage, projectBuildsImage, runsTests } from '../../aws/pipeline.ts'
import { secretLike, secretLikeValue } from '../../aws/secret-like.ts'
import type { Resource } from '../../model/resource.ts'
import { UNKNOWN } from '../../model/tri.ts'
import { entry, isMap, isSpecial, KIND, type PropertyMap, unknown, type Value } from '../../model/value.ts'
import type { Element, Frame, Members } from '../frame.ts'
import { followed } from '../related.ts'
import { settleDeep } from '../settle.ts'
import type { Facet, Place, Relation } from '../word.ts'
import { isOpaque } from '../world.ts'
import { triValue } from './ecs.ts'
import { ACTION, configured } from './pipeline.ts'
import { effectiveOf, POLICY_TYPES, ROLE } from './principal-policies.ts'

export const PROJECT = 'AWS::CodeBuild::Project'
const ON_PROJECT = [{ types: [PROJECT], at: '' }]
const VARIABLE: Place = { types: [PROJECT], at: 'Environment.EnvironmentVariables[]' }

export const relations: readonly Relation[] = [
  {
    name: 'project',
    on: [ACTION],
    to: { types: [PROJECT], at: '' },
    class: 'part',
    says: 'The CodeBuild project that the action runs.',
    reads: [PROJECT],
    of: projectOf,
  },
  {
    name: 'serviceRole',
    on: ON_PROJECT,
    to: { types: [ROLE], at: '' },
    class: 'part',
    says: 'The role that the builds act as.',
    reads: [ROLE],
    of: (frame, { resource }) =>
      followed(frame, resource, entry(resource.properties, 'ServiceRole') ?? resource.rest, [ROLE]),
  },
]

export const facets: readonly Facet[] = [
  {
    name: 'buildsImage',
    on: [ACTION],
    says: 'The action makes a container image: by its provider, else by the build specification and rights of its project.',
    reads: [PROJECT, ROLE, ...POLICY_TYPES],
    read: (frame, element) => {
      const action = settleDeep(frame, element.value)
      if (!isMap(action)) return unknown('value', 'the action is not known')
      const project = projectOf(frame, element).members[0]?.element.resource
      if (project === undefined || isOpaque(project)) return withoutProject(buildsImage(action), project)
      return triValue(buildsImage(action, settledProperties(frame, project), mayPush(frame, project)))
    },
  },
  {
    name: 'buildsImage',
    on: ON_PROJECT,
    says: 'The project makes container images: by its build specification, else by what its role and mode allow.',
    reads: [ROLE, ...POLICY_TYPES],
    read: (frame, { resource }) =>
      triValue(projectBuildsImage(settledProperties(frame, resource), mayPush(frame, resource))),
  },
  {
    name: 'runsTests',
    on: [ACTION],
    says: 'The action runs tests: its category is Test, or the build specification of its project says so.',
    reads: [PROJECT],
    read: (frame, element) => {
      const action = settleDeep(frame, element.value)
      if (!isMap(action)) return unknown('value', 'the action is not known')
      const project = projectOf(frame, element).members[0]?.element.resource
      if (project === undefined || isOpaque(project)) return withoutProject(runsTests(action), project)
      return triValue(runsTests(action, settledProperties(frame, project)))
    },
  },
  {
    name: 'secretLike',
    on: [VARIABLE],
    says: 'The name of the variable promises a secret, or its value has the form of one.',
    reads: [],
    read: (_frame, element) => (isMap(element.value) ? variableIsSecret(element.value) : undefined),
  },
  {
    name: 'credentialsInSource',
    on: ON_PROJECT,
    says: 'The URL of a source holds a user name and password or a token.',
    reads: [],
    read: (frame, { resource }) => {
      const sources = [entry(resource.properties, 'Source'), entry(resource.properties, 'SecondarySources')]
      return credentialsIn(
        settleDeep(
          frame,
          [...sources].filter((each) => each !== undefined),
        ),
      )
    },
  },
]

/** What the action alone tells; where its project decides, why that is not known. */
function withoutProject(answer: Answer, project: Resource | undefined): Value {
  return answer.tri === UNKNOWN && project?.rest !== undefined ? project.rest : triValue(answer)
}

function projectOf(frame: Frame, element: Element): Members {
  return followed(frame, element.resource, configured(element, 'ProjectName'), [PROJECT])
}

function settledProperties(frame: Frame, resource: Resource): PropertyMap {
  const settled = settleDeep(frame, resource.properties)
  return isMap(settled) ? settled : {}
}

/** Whether the role of the project may push an image anywhere; undefined when that is not known. */
function mayPush(frame: Frame, project: Resource): Answer | undefined {
  const role = followed(frame, project, entry(project.properties, 'ServiceRole') ?? project.rest, [ROLE]).members[0]
    ?.element.resource
  return role === undefined || isOpaque(role)
    ? undefined
    : allows(effectiveOf(frame, role), { action: 'ecr:PutImage', conditional: 'counts' })
}

function variableIsSecret(variable: PropertyMap): Value {
  const name = settle(entry(variable, 'Name'))
  const text = literalText(name)
  if (text !== undefined && secretLike(text)) return true
  const value = entry(variable, 'Value')
  if (isSpecial(value) && value[KIND] === 'secret' && value.test(secretLikeValue)) return true
  return text === undefined ? unknown('value', 'the name of a variable is not known') : false
}

function credentialsIn(sources: Value | undefined): Value {
  let open: Value | undefined
  for (const source of Array.isArray(sources) ? sources.flat() : []) {
    const location = isMap(source) ? entry(source, 'Location') : source
    if (location === undefined) continue
    if (typeof location === 'string') {
      if (hasCredentials(location)) return true
    } else if (isSpecial(location) && location[KIND] === 'text') {
      const written = location.parts.map((part) => (typeof part === 'string' ? part : HOLE)).join('')
      if (hasCredentials(written)) return true
      const authority = /^https?:\/\/([^/]*)/.exec(written)?.[1] ?? written
      if (authority.includes(HOLE)) open ??= unknown('value', 'the URL of a source is not known')
    } else if (isSpecial(location) && location[KIND] === 'unknown') open ??= location
  }
  return open ?? false
}

/** Stands for any text: it is no delimiter of a URL. */
const HOLE = '\u0000'

/** RFC 3986: what stands before `@` of the authority. */
function hasCredentials(location: string): boolean {
  const match = /^https?:\/\/([^/@]{1,512})@/.exec(location)
  return match !== null || secretLikeValue(location)
}
