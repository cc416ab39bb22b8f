/** Five rows of a letter; what is no blank is lit. Letters that nobody needs are not here. */
const letters: Readonly<Record<string, readonly string[]>> = {
  a: [' ## ', '#  #', '####', '#  #', '#  #'],
  b: ['### ', '#  #', '### ', '#  #', '### '],
  d: ['### ', '#  #', '#  #', '#  #', '### '],
  e: ['####', '#   ', '### ', '#   ', '####'],
  i: ['#', '#', '#', '#', '#'],
  l: ['#   ', '#   ', '#   ', '#   ', '####'],
  n: ['#  #', '## #', '# ##', '#  #', '#  #'],
  o: [' ## ', '#  #', '#  #', '#  #', ' ## '],
  t: ['#####', '  #  ', '  #  ', '  #  ', '  #  '],
  u: ['#  #', '#  #', '#  #', '#  #', ' ## '],
  w: ['#   #', '#   #', '# # #', '## ##', '#   #'],
  '0': [' ## ', '#  #', '#  #', '#  #', ' ## '],
  '1': [' # ', '## ', ' # ', ' # ', '###'],
  '2': ['### ', '   #', ' ## ', '#   ', '####'],
  '3': ['### ', '   #', ' ## ', '   #', '### '],
  '4': ['#  #', '#  #', '####', '   #', '   #'],
  '5': ['####', '#   ', '### ', '   #', '### '],
  '6': [' ## ', '#   ', '### ', '#  #', ' ## '],
  '7': ['####', '   #', '  # ', ' #  ', ' #  '],
  '8': [' ## ', '#  #', ' ## ', '#  #', ' ## '],
  '9': [' ## ', '#  #', ' ###', '   #', ' ## '],
  ' ': ['  ', '  ', '  ', '  ', '  '],
};

export const letterRows = 5;

/**
 * A word of the letters above, each cell of a letter `scale` cells wide and half as many high, rounded up.
 * @param lit what a lit cell is written with.
 */
export const bigLetters = (word: string, scale: number, lit: string): readonly string[] => {
  const shapes = [...word].map(letter => letters[letter] ?? letters[' '] ?? []);
  const rows = Array.from({length: letterRows}, (_, row) =>
    shapes
      .map(shape => [...(shape[row] ?? '')].map(cell => (cell === ' ' ? ' ' : lit).repeat(scale)).join(''))
      .join(' '.repeat(scale)),
  );
  return rows.flatMap(row => Array.from({length: Math.ceil(scale / 2)}, () => row));
};
