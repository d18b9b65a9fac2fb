import { TOPICS, type Topic } from '../../src/model/rule.ts'
import { decidedFrom, INPUT_KINDS, type RuleFacts } from './rule-facts.ts'
import { cell, table } from './table.ts'

/** The three questions of an operations design, and where their answers stand. */
const QUESTIONS: readonly { readonly question: string; readonly topics: readonly Topic[] }[] = [
  { question: 'How do we see the state?', topics: ['logging', 'metrics', 'tracing'] },
  { question: 'How do we fix it easily?', topics: ['bastion', 'images'] },
  { question: 'How do we deploy with less risk?', topics: ['delivery', 'governance'] },
]

const ABOUT: Readonly<Record<Topic, string>> = {
  logging: 'What the containers say reaches a place where it is kept and found.',
  metrics: 'What the platform does is measured, and somebody is told when it goes wrong.',
  tracing: 'A request can be followed through the services.',
  bastion: 'People get in when they must, by a way that is closed to all others and leaves a record.',
  images: 'The image to go back to is there, is the one that was tested, and is scanned.',
  delivery: 'A change reaches production step by step, and comes back when it fails.',
  governance: 'Who may change production is decided, and nobody decides alone.',
}

/** docs/rules/README.md: all rules by question and topic, with the inputs that decide them. */
export function ruleIndex(rules: readonly RuleFacts[]): string {
  const known = new Set<string>(TOPICS)
  const others = [...new Set(rules.map(({ rule }) => rule.topic))].filter((topic) => !known.has(topic))
  return `${[
    '# Rules',
    `${rules.length} rules, by the three questions that an operations design answers. A rule marked with ° is not part of \`opscheck:recommended\`.`,
    INPUTS,
    ...QUESTIONS.flatMap(({ question, topics }) => [
      `## ${question}`,
      ...topics.flatMap((topic) => section(topic, ABOUT[topic], rules)),
    ]),
    ...others.flatMap((topic) => section(topic, '', rules)),
    'Made by scripts/generate-docs.ts.',
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`
}

const INPUTS = `The columns say how far an input of each kind decides a rule, as far as the rule's own cases in fixtures/rules prove it:
*decides* (cases of that kind pass and fail), *partly* (they only pass, or only fail), *never* (all stay unknown, because such an
input cannot show what the rule needs), or empty where no case of that kind proves anything. CloudFormation stands for CDK as
well; export for what the AWS CLI prints and what a live scan records.`

function section(topic: string, about: string, rules: readonly RuleFacts[]): readonly string[] {
  const own = rules.filter(({ rule }) => rule.topic === topic)
  if (own.length === 0) return []
  const rows = own.map((facts) => {
    const { id, title, severity, recommended } = facts.rule
    const name = id.slice(id.indexOf('/') + 1)
    return [
      `[${name}](${id}.md)${recommended ? '' : ' °'}`,
      severity,
      cell(title),
      ...INPUT_KINDS.map((kind) => decidedFrom(facts, kind)),
    ]
  })
  return [`### ${topic}`, about, table(['rule', 'severity', 'what it asks', ...INPUT_KINDS], rows)]
}
