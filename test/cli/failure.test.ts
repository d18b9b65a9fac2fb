import { describe, expect, it } from 'vitest'
import { failureText } from '../../src/cli/failure.ts'
import { OpscheckError } from '../../src/model/errors.ts'

describe('a failure', () => {
  it('says what, where and what next', () => {
    const error = new OpscheckError('syntax', 'a comma is missing', {
      file: 'a.json',
      line: 3,
      column: 7,
      hint: 'add it',
    })
    expect(failureText(error, false)).toBe('error: a comma is missing\n  at a.json:3:7\n  add it')
  })

  it('cannot write to the terminal through a file name', () => {
    const error = new OpscheckError('not-recognised', 'what is \u001b[2J?', { file: 'a\n\u001b]0;x\u0007' })
    expect(failureText(error, false)).toBe('error: what is \\u001b[2J?\n  at a\\n\\u001b]0;x\\u0007')
  })

  it('of ours is short and quotes nothing of the input', () => {
    expect(failureText(new TypeError('cannot read "hunter2"'), false)).toBe(
      'error: this is a bug in opscheck (internal, TypeError)\n' +
        '  run again with OPSCHECK_DEBUG=1 to see where, and please report it',
    )
    expect(failureText('hunter2', false)).toContain('(internal, string)')
  })

  it('of ours shows its place when asked, and still nothing of the input', () => {
    const text = failureText(new TypeError('cannot read "hunter2\n    at hunter2"'), true)
    expect(text).toContain('failure.test.ts')
    expect(text).not.toContain('hunter2')
  })
})
