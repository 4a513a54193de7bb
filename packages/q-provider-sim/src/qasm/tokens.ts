/**
 * `word` covers identifiers and keywords: which words are keywords depends on the version, so the
 * parser decides. `end` is the end of the text and comes for ever after it.
 */
export type TokenKind =
  | 'word'
  | 'integer'
  | 'float'
  | 'timing'
  | 'string'
  | 'hardware'
  | 'symbol'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Offset of the first code unit in the source. */
  readonly at: number;
  /** Offset after the last code unit. */
  readonly end: number;
}

/** What a message calls a token. */
export const describe = (token: Token): string => {
  if (token.kind === 'end') return 'the end of the program';
  return token.text.length > 40 ? `'${token.text.slice(0, 37)}...'` : `'${token.text}'`;
};
