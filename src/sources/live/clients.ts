import type { UnknownRecord } from '../../util/record.ts'
import { isRecord, own } from '../../util/record.ts'

/**
 * The SDK client of each service: the only imports of the SDK's clients, each loaded with its first call. The first word
 * is the client's class.
 */
const SDKS: Readonly<Record<Sdk, readonly [className: string, load: () => Promise<object>]>> = {
  autoscaling: ['AutoScalingClient', () => import('@aws-sdk/client-auto-scaling')],
  cloudtrail: ['CloudTrailClient', () => import('@aws-sdk/client-cloudtrail')],
  cloudwatch: ['CloudWatchClient', () => import('@aws-sdk/client-cloudwatch')],
  codebuild: ['CodeBuildClient', () => import('@aws-sdk/client-codebuild')],
  codecommit: ['CodeCommitClient', () => import('@aws-sdk/client-codecommit')],
  codeconnections: ['CodeStarConnectionsClient', () => import('@aws-sdk/client-codestar-connections')],
  codedeploy: ['CodeDeployClient', () => import('@aws-sdk/client-codedeploy')],
  codepipeline: ['CodePipelineClient', () => import('@aws-sdk/client-codepipeline')],
  ec2: ['EC2Client', () => import('@aws-sdk/client-ec2')],
  ecr: ['ECRClient', () => import('@aws-sdk/client-ecr')],
  ecs: ['ECSClient', () => import('@aws-sdk/client-ecs')],
  elasticloadbalancing: ['ElasticLoadBalancingV2Client', () => import('@aws-sdk/client-elastic-load-balancing-v2')],
  events: ['EventBridgeClient', () => import('@aws-sdk/client-eventbridge')],
  firehose: ['FirehoseClient', () => import('@aws-sdk/client-firehose')],
  iam: ['IAMClient', () => import('@aws-sdk/client-iam')],
  kms: ['KMSClient', () => import('@aws-sdk/client-kms')],
  logs: ['CloudWatchLogsClient', () => import('@aws-sdk/client-cloudwatch-logs')],
  s3: ['S3Client', () => import('@aws-sdk/client-s3')],
  s3control: ['S3ControlClient', () => import('@aws-sdk/client-s3-control')],
  scheduler: ['SchedulerClient', () => import('@aws-sdk/client-scheduler')],
  sns: ['SNSClient', () => import('@aws-sdk/client-sns')],
  ssm: ['SSMClient', () => import('@aws-sdk/client-ssm')],
  sts: ['STSClient', () => import('@aws-sdk/client-sts')],
  xray: ['XRayClient', () => import('@aws-sdk/client-xray')],
}

export type Sdk =
  | 'autoscaling'
  | 'cloudtrail'
  | 'cloudwatch'
  | 'codebuild'
  | 'codecommit'
  | 'codeconnections'
  | 'codedeploy'
  | 'codepipeline'
  | 'ec2'
  | 'ecr'
  | 'ecs'
  | 'elasticloadbalancing'
  | 'events'
  | 'firehose'
  | 'iam'
  | 'kms'
  | 'logs'
  | 's3'
  | 's3control'
  | 'scheduler'
  | 'sns'
  | 'ssm'
  | 'sts'
  | 'xray'

export const SERVICES: readonly Sdk[] = Object.keys(SDKS).filter((name): name is Sdk => Object.hasOwn(SDKS, name))

/** One client of one account, region and service. */
export interface Client {
  /** Sends one request, with the retries of the SDK. Throws what the SDK throws. */
  readonly send: (api: string, request: UnknownRecord, signal: AbortSignal) => Promise<unknown>
  readonly region: () => Promise<string>
  readonly destroy: () => void
}

export interface ClientSettings {
  readonly region?: string
  readonly profile?: string
  readonly credentials?: unknown
  readonly maxAttempts?: number
  /** Told of every attempt that goes over the wire, and of its end. */
  readonly onAttempt?: (error: unknown) => void
}

/** Throws for a service that has no client. */
export async function openClient(sdk: Sdk, settings: ClientSettings): Promise<Client> {
  const [className, load] = SDKS[sdk]
  const module: object = await load()
  const ClientClass = memberOf(module, className)
  if (!isClientClass(ClientClass)) throw new Error(`the SDK of ${sdk} has no ${className}`)
  const { region, profile, credentials, maxAttempts, onAttempt } = settings
  const client = new ClientClass({
    ...(maxAttempts === undefined ? {} : { maxAttempts }),
    retryMode: 'standard',
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
    ...(credentials === undefined ? {} : { credentials }),
    // A bucket may live in another region than the pipeline that names it.
    ...(sdk === 's3' ? { followRegionRedirects: true } : {}),
    requestHandler: { connectionTimeout: 10_000, requestTimeout: 30_000, httpsAgent: { maxSockets: 8 } },
    logger: SILENT,
  })
  if (sdk === 's3control') allowAddresses(client)
  if (onAttempt !== undefined) watchAttempts(client, onAttempt)
  return {
    send(api, request, signal) {
      const Command = memberOf(module, `${api}Command`)
      if (!isCommandClass(Command)) throw new Error(`the SDK of ${sdk} has no ${api}`)
      return client.send(new Command({ ...request }), { abortSignal: signal })
    },
    region: () => client.config.region(),
    destroy: () => client.destroy(),
  }
}

/** Messages of the SDK could quote what it read. */
const SILENT = { trace() {}, debug() {}, info() {}, warn() {}, error() {} }

interface SdkClient {
  readonly send: (command: object, options: { readonly abortSignal: AbortSignal }) => Promise<unknown>
  readonly config: { readonly region: () => Promise<string>; endpointProvider?: EndpointProvider }
  readonly destroy: () => void
  readonly middlewareStack: {
    readonly add: (
      middleware: (next: (args: unknown) => Promise<unknown>) => (args: unknown) => Promise<unknown>,
      options: { readonly step: 'finalizeRequest'; readonly priority: 'low'; readonly name: string },
    ) => void
  }
}

type EndpointProvider = (
  parameters: { readonly Endpoint?: string },
  context: unknown,
) => { readonly url: URL; readonly [member: string]: unknown }

/** S3 Control puts the account before the host, which makes no host of an address: there the account stays in its header. */
function allowAddresses(client: SdkClient): void {
  const { endpointProvider } = client.config
  if (endpointProvider === undefined) return
  client.config.endpointProvider = (parameters, context) => {
    const { Endpoint, ...others } = parameters
    const url = Endpoint === undefined ? undefined : new URL(Endpoint)
    if (url === undefined || !/^(?:[\d.]+|\[.*\]|localhost)$/.test(url.hostname))
      return endpointProvider(parameters, context)
    return { ...endpointProvider(others, context), url }
  }
}

/** Below the retries, so that every attempt is seen. */
function watchAttempts(client: SdkClient, onAttempt: (error: unknown) => void): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        const result = await next(args)
        onAttempt(undefined)
        return result
      } catch (error) {
        onAttempt(error ?? new Error('unknown'))
        throw error
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'opscheckAttempts' },
  )
}

function memberOf(module: object, name: string): unknown {
  return isRecord(module) ? own(module, name) : undefined
}

function isClientClass(value: unknown): value is new (settings: UnknownRecord) => SdkClient {
  return typeof value === 'function'
}

function isCommandClass(value: unknown): value is new (request: UnknownRecord) => object {
  return typeof value === 'function'
}
