import { emit, type Scan } from './scan.ts';
import { T } from './tokens.ts';

const EQUALS = 0x3d;

/** Kinds by the code of a character: alone, doubled, before `=`, and doubled before `=`. */
const table = (kinds: Readonly<Record<string, number>>): Uint8Array => {
  const byCode = new Uint8Array(128);
  for (const [c, kind] of Object.entries(kinds)) byCode[c.charCodeAt(0)] = kind;
  return byCode;
};

const alone = table({
  ...{ '+': T.plus, '-': T.minus, '*': T.star, '/': T.slash, '%': T.percent, '=': T.equals },
  ...{ '&': T.bitAnd, '|': T.bitOr, '^': T.bitXor, '~': T.tilde, '!': T.bang },
  ...{ '<': T.less, '>': T.greater },
});
const doubled = table({
  ...{ '+': T.join, '*': T.power, '&': T.and, '|': T.or, '=': T.equal },
  ...{ '<': T.shiftLeft, '>': T.shiftRight },
});
const beforeEquals = table({
  ...{ '+': T.setPlus, '-': T.setMinus, '*': T.setStar, '/': T.setSlash, '%': T.setPercent },
  ...{ '&': T.setAnd, '|': T.setOr, '^': T.setXor, '~': T.setNot, '!': T.unequal },
  ...{ '<': T.lessEqual, '>': T.greaterEqual },
});
const doubledBeforeEquals = table({
  ...{ '*': T.setPower, '<': T.setShiftLeft, '>': T.setShiftRight },
});

/** The longest operator at a local offset where one starts. */
export const scanOperator = (s: Scan, from: number): void => {
  const { text } = s;
  const first = text.charCodeAt(from);
  const second = text.charCodeAt(from + 1);
  if (second === first && doubled[first]! > 0) {
    const longer = text.charCodeAt(from + 2) === EQUALS ? doubledBeforeEquals[first]! : 0;
    return longer > 0 ? emit(s, longer, from, from + 3) : emit(s, doubled[first]!, from, from + 2);
  }
  if (second === EQUALS && beforeEquals[first]! > 0) {
    return emit(s, beforeEquals[first]!, from, from + 2);
  }
  if (first === 0x2d && second === 0x3e) return emit(s, T.arrow, from, from + 2);
  emit(s, alone[first]!, from, from + 1);
};
