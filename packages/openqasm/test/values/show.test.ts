import { describe, expect, test } from 'vitest';
import { showValue } from '../../src/index.ts';

describe('showValue', () => {
  test.each([1, 2, 53, 64, 1023, 1024, 5000])('shows half a turn of an angle[%i]', (width) => {
    expect(showValue(1n << BigInt(width - 1), { kind: 'angle', width })).toBe('1 * pi');
  });
});
