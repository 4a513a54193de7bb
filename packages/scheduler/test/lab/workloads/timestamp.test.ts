import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { microsecondsOf } from '../../../src/lab/workloads/timestamp.ts';

describe('a time with its offset', () => {
  it('agrees with the host for every millisecond of 1970 to 9999', () => {
    const last = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: last }), (ms) => {
        expect(microsecondsOf(new Date(ms).toISOString())).toBe(1000 * ms);
      }),
    );
  });

  it('counts from where it was written', () => {
    // 17:32:40 at five hours behind is 22:32:40 in UTC
    const utc = 1000 * Date.UTC(2019, 4, 2, 22, 32, 40);
    expect(microsecondsOf('2019-05-02 17:32:40.823456-05:00')).toBe(utc + 823_456);
    expect(microsecondsOf('2019-05-03T04:02:40+05:30')).toBe(utc);
  });

  it('knows leap years', () => {
    expect(microsecondsOf('2000-02-29 00:00:00')).toBe(1000 * Date.UTC(2000, 1, 29));
    expect(microsecondsOf('2100-02-29 00:00:00')).toBeNaN();
    expect(microsecondsOf('2019-02-29 00:00:00')).toBeNaN();
  });

  it.each([
    '',
    '2019-05-02',
    '2019-13-02 00:00:00',
    '2019-00-02 00:00:00',
    '2019-05-00 00:00:00',
    '2019-05-02 24:00:00',
    '2019-05-02 23:60:00',
    '2019-05-02 23:59:60',
    '1969-12-31 23:59:59',
    '2019-05-02 17:32:40+24:00',
    '2019-05-02 17:32:40.',
    '2019-05-02 17:32:40 ',
  ])('is not "%s"', (text) => {
    expect(microsecondsOf(text)).toBeNaN();
  });
});
