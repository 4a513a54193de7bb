import { sha256 } from '@noble/hashes/sha2.js';
import type { Hasher } from '@xdv/domain-model';

/**
 * SHA-256 in portable code (FIPS 180-4): works wherever JavaScript does, browsers included. An
 * entry point that has the platform's own may pass that instead: the digests are the same.
 */
export const nobleHasher: Hasher = {
  sha256(...parts) {
    const hash = sha256.create();
    for (const part of parts) hash.update(part);
    return hash.digest();
  },
};

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Bytes as lower-case hexadecimal: the written form of a head. */
export const toHex = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
};
