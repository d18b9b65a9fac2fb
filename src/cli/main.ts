import { existsSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { OpscheckError } from '../model/errors.ts'
import { VERSION } from '../version.ts'
import { EXIT_CODES, type ExitCode } from './exit-codes.ts'
import { failureText } from './failure.ts'
import {
  addScanOptions,
  formatOption,
  inputOptions,
  normalizeArguments,
  ruleOption,
  rulesetOption,
  type ScanFlags,
  topicOption,
} from './options.ts'
import { openStreams, type Streams } from './streams.ts'

/** Runs one command line, without the program's name. Never throws; returns the exit code. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  const streams = openStreams(!argv.includes('--no-color'))
  try {
    return await run(normalizeArguments(argv), streams)
  } catch (error) {
    streams.note(failureText(error, process.env.OPSCHECK_DEBUG === '1'))
    return EXIT_CODES.error
  }
}

async function run(argv: readonly string[], streams: Streams): Promise<ExitCode> {
  let code: ExitCode = EXIT_CODES.pass
  const program = new Command('opscheck')
    .description('Checks that an AWS container platform can be observed, debugged and deployed without surprise.')
    .version(VERSION, '--version')
    .option('--no-color', 'print no colours (as NO_COLOR=1 does)')
    .showHelpAfterError(false)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeErr: () => {}, outputError: () => {} })
    .addHelpText('after', EPILOGUE)

  addScanOptions(program.command('scan'))
    .description(
      'judge templates, cdk.out, plans, states, exports, recordings and live accounts; files are recognised by content',
    )
    .argument('[path...]', 'files and folders (default: the working directory)')
    .action(async (paths: string[], flags: ScanFlags) => {
      code = await (await import('./scan-command.ts')).scanCommand(paths, flags, streams)
    })

  program
    .command('rules')
    .description('list the rules of the ruleset')
    .addOption(rulesetOption())
    .addOption(topicOption())
    .addOption(formatOption(['table', 'json']))
    .action(async (flags) => {
      code = await (await import('./rules-command.ts')).rulesCommand(flags, streams)
    })

  const explain = program
    .command('explain')
    .description('tell why a rule asks what it asks and how to fix it; with an address, how it was judged there')
    .argument('<rule>', 'id of the rule')
    .argument('[address]', 'address of a resource')
    .argument('[path...]', 'files and folders to look for it (default: the working directory)')
    .addOption(rulesetOption())
    .action(async (rule: string, address: string | undefined, paths: string[], flags) => {
      code = await (await import('./explain-command.ts')).explainCommand(rule, address, paths, flags, streams)
    })
  for (const option of inputOptions()) explain.addOption(option)

  program
    .command('permissions')
    .description('print the least IAM permissions that a live scan by these rules needs')
    .addOption(rulesetOption())
    .addOption(ruleOption())
    .addOption(topicOption())
    .addOption(formatOption(['policy', 'cloudformation', 'terraform']))
    .action(async (flags) => {
      code = await (await import('./permissions-command.ts')).permissionsCommand(flags, streams)
    })

  program
    .command('test')
    .description('judge the rules of a folder by their cases, which stand in fixtures/rules/')
    .argument('[folder]', 'folder that holds rules/ (default: the working directory)')
    .action(async (folder: string | undefined) => {
      code = await (await import('./test-command.ts')).testCommand(folder ?? '.', streams)
    })

  program
    .command('new')
    .description('write a rule that works, with its cases, to be changed into what is wanted')
    .argument('<rule>', 'its id: topic/name')
    .argument('[folder]', 'folder that holds rules/ (default: the working directory)')
    .action(async (rule: string, folder: string | undefined) => {
      code = await (await import('./new-command.ts')).newCommand(rule, folder ?? '.', streams)
    })

  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return usage(error, program, argv)
    throw error
  }
  return code
}

const EPILOGUE = `
Exit codes:
  0  nothing at or above --fail-on
  1  findings
  2  wrong use, or nothing could be judged
  3  an answer that a rule at or above --fail-on needs could not be read`

function usage(error: CommanderError, program: Command, argv: readonly string[]): ExitCode {
  if (error.exitCode === 0) return EXIT_CODES.pass
  if (error.code === 'commander.help') {
    throw new OpscheckError('usage', 'a command is missing', { hint: `commands: ${names(program).join(', ')}` })
  }
  const [message = '', ...rest] = error.message.replace(/^error: /, '').split('\n')
  const [first] = argv
  const isPath = error.code === 'commander.unknownCommand' && first !== undefined && existsSync(first)
  const hint = isPath ? `did you mean opscheck scan ${first}?` : rest.join(' ').replace(/^\(Did (.*)\)$/, 'did $1')
  throw new OpscheckError('usage', message, { hint: hint || 'opscheck --help lists commands and options' })
}

function names(program: Command): readonly string[] {
  return program.commands.map((command) => command.name())
}
