import { distance } from 'fastest-levenshtein'

/** The candidate that was probably meant, or undefined when none is near. The first of equally near ones wins. */
export function closest(
  word: string,
  candidates: Iterable<string>,
  most = Math.max(1, Math.floor(word.length / 3)),
): string | undefined {
  if (word.length > LONGEST) return undefined
  let best: string | undefined
  let nearest = most + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= nearest) continue
    const far = distance(word.toLowerCase(), candidate.toLowerCase())
    if (far >= nearest) continue
    best = candidate
    nearest = far
  }
  return best
}

/** "; did you mean x?" for the end of a message, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const near = closest(word, candidates)
  return near === undefined ? '' : `; did you mean ${near}?`
}

/** Names are short; a long text is no misspelt name, and the distance is quadratic in it. */
const LONGEST = 100
