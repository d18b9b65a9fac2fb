import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export interface Asked {
  readonly operation: string
  readonly region: string
  readonly account: string
  readonly input: { readonly [member: string]: unknown }
}

/** What to answer: members of a body, an error, or raw text. */
export interface Told {
  /** 200 without it. */
  readonly status?: number
  /** An error code of AWS. */
  readonly code?: string
  readonly message?: string
  /** The whole body, in place of JSON. */
  readonly text?: string
  readonly [member: string]: unknown
}

/** AWS's JSON protocol, and whatever is told as text, on a free port: answers what the test says and keeps what was asked. */
export async function startStandIn(answer: (asked: Asked) => Told | 'hang' | 'reset') {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    void read(request).then((text) => {
      const one = parse(request, text)
      asked.push(one)
      const told = answer(one)
      if (told === 'hang') return
      if (told === 'reset') return void request.socket.destroy()
      tell(response, told)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) if (chunk instanceof Buffer) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function parse(request: IncomingMessage, text: string): Asked {
  const [, key = '', region = '', service = ''] =
    /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? []
  const target = request.headers['x-amz-target']
  const name = typeof target === 'string' ? (target.split('.').at(-1) ?? '') : queryOrPath(request.url ?? '', text)
  const input: unknown = target === undefined ? Object.fromEntries(new URLSearchParams(text)) : JSON.parse(text)
  const body = typeof input === 'object' && input !== null ? { ...input } : {}
  return { operation: `${service}:${name}`, region, account: key.slice(-12), input: body }
}

/** The query protocol names the operation in its body; Scheduler has paths. */
function queryOrPath(url: string, text: string): string {
  if (url.startsWith('/schedules/')) return 'GetSchedule'
  return url.startsWith('/schedules') ? 'ListSchedules' : (/Action=(\w+)/.exec(text)?.[1] ?? '')
}

function tell(response: ServerResponse, { status = 200, code, message = '', text, ...body }: Told): void {
  const json = code === undefined ? body : { __type: code, message }
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(text ?? JSON.stringify(json))
}
