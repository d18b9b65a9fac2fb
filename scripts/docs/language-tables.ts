import { vocabulary } from '../../src/engine/vocabulary/index.ts'
import { compareText } from '../../src/util/order.ts'
import { placesWords } from './places.ts'
import { cell, table } from './table.ts'

/** The words of the language as the engine knows them, by the name of the place in the page that they fill. */
export function languageTables(): ReadonlyMap<string, string> {
  const { facets, relations, algorithms } = vocabulary
  return new Map([
    [
      'facets',
      table(
        ['facet', 'of', 'what it tells'],
        ordered(facets).map(({ name, on, says }) => [`\`${name}\``, placesWords(on), cell(says)]),
      ),
    ],
    [
      'relations',
      table(
        ['relation', 'from', 'to', 'class', 'what it leads to'],
        ordered(relations).map(({ name, on, to, class: kind, says }) => [
          `\`${name}\``,
          placesWords(on),
          placesWords([to]),
          kind,
          cell(says),
        ]),
      ),
    ],
    [
      'algorithms',
      table(
        ['word', 'of', 'what it asks'],
        ordered(algorithms).map(({ name, on, says }) => [`\`${name}\``, placesWords(on), cell(says)]),
      ),
    ],
  ])
}

function ordered<Word extends { readonly name: string; readonly says: string }>(
  words: readonly Word[],
): readonly Word[] {
  return words.toSorted((left, right) => compareText(left.name, right.name) || compareText(left.says, right.says))
}
