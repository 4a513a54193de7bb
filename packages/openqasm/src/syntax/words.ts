import { KEYWORDS, T } from './tokens.ts';

const SLOTS = 1024;
const PROBES = 8;

/** One character more in the hash of a word. */
export const hashNext = (hash: number, code: number): number => (Math.imul(hash, 31) + code) | 0;

const hashOf = (word: string): number => {
  let hash = 0;
  for (let k = 0; k < word.length; k++) hash = hashNext(hash, word.charCodeAt(k));
  return hash;
};

const slotOf = (hash: number): number => Math.imul(hash, 0x9e3779b1) >>> 22;

/**
 * The words of one text, so that a name that occurs a million times is one string, and telling
 * keywords from names is one look-up. A fixed table: names beyond it are cut from the text each
 * time, so that hostile names cost no more than others.
 */
export class Words {
  readonly #texts: string[] = Array.from({ length: SLOTS }, () => '');
  readonly #hashes = new Int32Array(SLOTS);
  readonly #kinds = new Uint8Array(SLOTS).fill(T.name);
  /** Of the word found last: that of a keyword, or a name. */
  kind: number = T.name;

  constructor() {
    for (const [word, kind] of KEYWORDS) {
      const hash = hashOf(word);
      let slot = slotOf(hash);
      while (this.#texts[slot] !== '') slot = (slot + 1) % SLOTS;
      this.#texts[slot] = word;
      this.#hashes[slot] = hash;
      this.#kinds[slot] = kind;
    }
  }

  find(text: string, start: number, end: number, hash: number): string {
    const texts = this.#texts;
    let slot = slotOf(hash);
    for (let probe = 0; probe < PROBES; probe++) {
      const known = texts[slot]!;
      if (known === '') return this.#add(slot, text.slice(start, end), hash);
      if (this.#hashes[slot] === hash && sameText(known, text, start, end)) {
        this.kind = this.#kinds[slot]!;
        return known;
      }
      slot = (slot + 1) % SLOTS;
    }
    this.kind = T.name;
    return text.slice(start, end);
  }

  #add(slot: number, word: string, hash: number): string {
    this.#texts[slot] = word;
    this.#hashes[slot] = hash;
    this.kind = T.name;
    return word;
  }
}

const sameText = (word: string, text: string, start: number, end: number): boolean => {
  if (word.length !== end - start) return false;
  for (let k = 0; k < word.length; k++) {
    if (word.charCodeAt(k) !== text.charCodeAt(start + k)) return false;
  }
  return true;
};
