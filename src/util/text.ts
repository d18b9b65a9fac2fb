/**
 * Whether the whole text matches a pattern in which `*` stands for any run of characters (none included) and `?` for
 * exactly one, as in IAM policies: nothing can be escaped and no other character is special. Time is at most the product
 * of the lengths, with no backtracking beyond the last star.
 */
export function globMatches(pattern: string, text: string, options: { readonly ignoreCase?: boolean } = {}): boolean {
  return options.ignoreCase ? glob(pattern.toLowerCase(), text.toLowerCase()) : glob(pattern, text)
}

function glob(pattern: string, text: string): boolean {
  let at = 0
  let seen = 0
  let star = -1
  let resume = 0
  while (seen < text.length) {
    const wanted = pattern.charCodeAt(at)
    if (wanted === STAR) {
      star = at
      resume = seen
      at += 1
    } else if (at < pattern.length && (wanted === QUESTION || wanted === text.charCodeAt(seen))) {
      at += 1
      seen += 1
    } else if (star !== -1) {
      resume += 1
      at = star + 1
      seen = resume
    } else return false
  }
  while (pattern.charCodeAt(at) === STAR) at += 1
  return at === pattern.length
}

const STAR = 42
const QUESTION = 63

export function hasGlob(pattern: string): boolean {
  return pattern.includes('*') || pattern.includes('?')
}
