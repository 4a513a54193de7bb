import type { SourceMap } from '../diagnostics/source-map.ts';
import type { Block, Program, Span, Statement } from '../syntax/ast.ts';

/** Comments of a program by where they go, and blank lines. */
export interface PlacedComments {
  /** On the line where something ends, up to `to`. */
  readonly after: (end: number, to: number) => readonly Span[];
  /** Between two offsets, in order. */
  readonly between: (from: number, to: number) => readonly Span[];
  readonly text: (comment: Span) => string;
  /** There is a blank line between two offsets that only blanks separate. */
  readonly blankLine: (from: number, to: number) => boolean;
}

/** Where there are none, or where they are printed elsewhere. */
export const NO_COMMENTS: PlacedComments = {
  after: () => [],
  between: () => [],
  text: () => '',
  blankLine: () => false,
};

/** Where a statement starts with its annotations. */
export const startOf = ({ annotations, start }: Statement): number =>
  annotations?.[0]?.start ?? start;

/** Comments of a program whose text is in `sources`; without texts there are none. */
export const placeComments = (program: Program, sources: SourceMap | null): PlacedComments => {
  if (sources === null) return NO_COMMENTS;
  const { comments } = program;
  const { base, text } = sources.fileAt(program.start);
  const lineEnds = (from: number, to: number): number => {
    let count = 0;
    for (let k = from - base; k < to - base; k++) {
      const code = text.charCodeAt(k);
      if (code === 0x0a || (code === 0x0d && text.charCodeAt(k + 1) !== 0x0a)) count++;
    }
    return count;
  };
  const between = (from: number, to: number): readonly Span[] =>
    comments.slice(firstAt(comments, from), firstAt(comments, to));
  const after = (end: number, to: number): readonly Span[] => {
    const found: Span[] = [];
    let at = end;
    for (let k = firstAt(comments, end); k < comments.length; k++) {
      const comment = comments[k]!;
      if (comment.start >= to || lineEnds(at, comment.start) > 0) break;
      found.push(comment);
      at = comment.end;
    }
    return found;
  };
  return {
    between,
    after,
    text: ({ start, end }) =>
      text
        .slice(start - base, end - base)
        .replaceAll(LINE_END, '\n')
        .trimEnd(),
    blankLine: (from, to) => lineEnds(from, to) > 1,
  };
};

const LINE_END = /\r\n?/g;

/** Index of the first span that starts at or after an offset. */
const firstAt = (spans: readonly Span[], offset: number): number => {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Comments within a statement, outside of its blocks. */
export const commentsWithin = (comments: PlacedComments, s: Statement): readonly Span[] => {
  const found = comments.between(startOf(s), s.end);
  if (found.length === 0) return found;
  const blocks = blocksOf(s);
  return found.filter((comment) => !isInside(comment, blocks));
};

const isInside = ({ start }: Span, blocks: readonly Block[]): boolean =>
  blocks.some((block) => start > block.start && start < block.end);

/** The blocks in braces that are parts of a statement, except those inside of expressions. */
const blocksOf = (statement: Statement): readonly Block[] =>
  partsOf(statement).flatMap((part) => (part.braces ? [part] : part.statements.flatMap(blocksOf)));

const partsOf = (statement: Statement): readonly Block[] => {
  switch (statement.kind) {
    case 'block':
      return [statement];
    case 'gate':
      return statement.body === null ? [] : [statement.body];
    case 'def':
    case 'box':
    case 'for':
    case 'while':
      return [statement.body];
    case 'if':
      return statement.otherwise === null
        ? [statement.then]
        : [statement.then, statement.otherwise];
    case 'switch': {
      const cases = statement.cases.map(({ body }) => body);
      return statement.otherwise === null ? cases : [...cases, statement.otherwise];
    }
    default:
      return [];
  }
};
