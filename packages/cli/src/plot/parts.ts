import { showNumber } from './style.ts';

/** A graph with its vertices in two parts, and what a picture says about it. */
export interface Parts {
  readonly title: string;
  readonly vertices: number;
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** For each vertex its part: 0 or 1. */
  readonly side: Uint8Array;
  /** Names of part 0 and of part 1. */
  readonly partNames: readonly [string, string];
  /** Which edges count: those between the parts, or those inside of part 1. */
  readonly counted: 'between' | 'inside';
  readonly countedName: string;
  readonly otherName: string;
  /** What is said of how many of all edges: `edges are cut`. */
  readonly countedText: string;
  /** What vertices are, in the plural. */
  readonly vertexName: string;
}

/** Whether an edge counts. */
export const counts = ({ side, a, b, counted }: Parts, k: number): boolean => {
  const [from, to] = [side[a[k]!]!, side[b[k]!]!];
  return counted === 'between' ? from !== to : from === 1 && to === 1;
};

/** How many vertices part 1 has. */
export const sizeOfOne = ({ side }: Parts): number =>
  side.reduce((sum: number, part: number) => sum + part, 0);

/** `4 of 5 edges are cut`. */
export const countsText = ({ a, countedText }: Parts, counted: number): string =>
  `${showNumber(counted)} of ${showNumber(a.length)} ${countedText}`;
