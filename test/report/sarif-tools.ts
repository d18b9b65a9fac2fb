import { dirname, join } from 'node:path'
import program from '@microsoft/sarif-multitool'

/** Microsoft's validator for this platform. Its exit code is 0 even for an invalid file. */
export const sarifProgram: string = program

/** The JSON schema of the standard, as the validator ships it. */
export const sarifSchema: string = join(dirname(program), 'sarif-2.1.0.json')
