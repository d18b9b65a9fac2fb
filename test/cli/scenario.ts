/**
 * One session at the command line, as a text that everybody can read:
 *
 *     ==== file: shop.yaml ====
 *     …a file of the working directory…
 *     ==== command ====
 *     opscheck scan shop.yaml
 *     ==== status ====
 *     1
 *     ==== stdout ====
 *     …exactly what is printed; a line of … alone stands for any lines…
 *     ==== stderr ====
 *     …
 *
 * A missing stdout or stderr means that nothing is printed there. `==== env ====` holds lines of NAME=value, and
 * `==== written: out.json ====` a file that the command leaves behind.
 */
export interface Scenario {
  readonly files: ReadonlyMap<string, string>
  readonly written: ReadonlyMap<string, string>
  readonly env: Readonly<Record<string, string>>
  readonly command: readonly string[]
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

export function parseScenario(text: string): Scenario {
  const [, ...parts] = text.split(/^==== (.*) ====\n/m)
  const sections = new Map<string, string>()
  for (let index = 0; index < parts.length; index += 2) sections.set(parts[index] ?? '', parts[index + 1] ?? '')
  const [program, ...command] = words(sections.get('command') ?? '')
  if (program !== 'opscheck') throw new Error('a scenario runs opscheck')
  return {
    files: named(sections, 'file: '),
    written: named(sections, 'written: '),
    env: Object.fromEntries(lines(sections.get('env')).map((line) => line.split('=', 2))),
    command,
    status: Number(sections.get('status')),
    stdout: sections.get('stdout') ?? '',
    stderr: sections.get('stderr') ?? '',
  }
}

/** Whether the text is what a scenario expects; a line of `…` stands for any number of lines. */
export function asExpected(expected: string, actual: string): boolean {
  const pattern = expected
    .split(/^…\n/m)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('(?:.*\\n)*?')
  return new RegExp(`^${pattern}$`).test(actual)
}

function named(sections: ReadonlyMap<string, string>, prefix: string): ReadonlyMap<string, string> {
  return new Map(
    [...sections]
      .filter(([title]) => title.startsWith(prefix))
      .map(([title, body]) => [title.slice(prefix.length), body]),
  )
}

function lines(text = ''): readonly string[] {
  return text.split('\n').filter((line) => line !== '')
}

/** Words are separated by white space; double quotes keep it. */
function words(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}
