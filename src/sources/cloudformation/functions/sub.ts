/** A piece of the text of `Fn::Sub`: literal, or the name between `${` and `}`. */
export type SubPiece = { readonly text: string } | { readonly name: string }

/** `${!Name}` is the literal `${Name}`. A `${` that nothing closes is literal. */
export function subPieces(text: string): readonly SubPiece[] {
  const pieces: SubPiece[] = []
  let at = 0
  let open = text.indexOf('${')
  while (open !== -1) {
    const close = text.indexOf('}', open)
    if (close === -1) break
    pieces.push({ text: text.slice(at, open) })
    if (text[open + 2] === '!') pieces.push({ text: `\${${text.slice(open + 3, close)}}` })
    else pieces.push({ name: text.slice(open + 2, close) })
    at = close + 1
    open = text.indexOf('${', at)
  }
  pieces.push({ text: text.slice(at) })
  return pieces
}
