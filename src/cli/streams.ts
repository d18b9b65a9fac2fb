/** The process as commands see it. */
export interface Streams {
  /** Reports, and what was asked for. Waits when the reader is slow. */
  readonly out: (text: string) => Promise<void>
  /** Everything else. */
  readonly note: (line: string) => void
  /** On a terminal: shows a line in place of the one before it; an empty one takes it away. */
  readonly update?: ((line: string) => void) | undefined
  readonly color: boolean
  readonly width: number
}

const USUAL_WIDTH = 100

/** `color` false switches colours off whatever the environment says. */
export function openStreams(color: boolean): Streams {
  const { stdout, env } = process
  let known: NodeJS.WriteStream | undefined
  /** Opened with the first note: most runs have none. */
  function stderr(): NodeJS.WriteStream {
    known ??= tolerant(process.stderr)
    return known
  }
  tolerant(stdout)
  return {
    out: (text) =>
      new Promise((resolve) => {
        stdout.write(text, () => resolve())
      }),
    note: (line) => {
      stderr().write(`${line}\n`)
    },
    get update() {
      if (!stderr().isTTY || env.CI !== undefined || env.TERM === 'dumb') return undefined
      return (line: string) => {
        stderr().write(`\r\u001b[K${line.slice(0, Math.max(1, (stderr().columns || USUAL_WIDTH) - 1))}`)
      }
    },
    color: color && wantsColor(env, stdout.isTTY),
    width: stdout.isTTY ? stdout.columns || USUAL_WIDTH : USUAL_WIDTH,
  }
}

/** https://no-color.org, then FORCE_COLOR, then whether anybody sees colours. */
export function wantsColor(env: Readonly<Record<string, string | undefined>>, terminal: boolean): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  const forced = env.FORCE_COLOR
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  return terminal && env.TERM !== 'dumb'
}

/** A reader that has seen enough, such as head, is no error. */
function tolerant(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  return stream.on('error', ignoreClosedPipe)
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}
