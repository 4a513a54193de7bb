import { shotDuration } from '@xdv/domain-model';
import { IDEAL_CALIBRATION } from '@xdv/q-provider-sim';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeOf, lowered } from './support.ts';

const device = { calibration: IDEAL_CALIBRATION };

const duration = (body: string): number =>
  shotDuration(lowered(body, device).circuit, IDEAL_CALIBRATION);

const timed = (call: string, least: number): fc.Arbitrary<string> =>
  fc.integer({ min: least, max: least + 90 }).map((ns) => call.replace('_', `${ns}ns`));

const steps = fc.array(
  fc.oneof(
    fc.constantFrom('x a;', 'x b;', 'rz(1) a;', 'cx a, c;', 'swap b, c;', 'ccx a, b, c;'),
    timed('h[_] c;', 35),
    timed('inv @ cx[_] b, a;', 300),
  ),
  { maxLength: 8 },
);

const definition = (name: string, body: string): string => `gate ${name} a, b, c { ${body} }`;

test('a gate with a duration takes just that long, as does its inverse', () => {
  const property = fc.property(steps, fc.nat(100), fc.boolean(), (body, more, inverted) => {
    const head = `qubit[3] q; ${definition('g', body.join(' '))}`;
    const needed = duration(`${head} g q[0], q[1], q[2];`);
    const whole = definition('f', `g[${needed + more}ns] a, b, c;`);
    const call = `${inverted ? 'inv @ ' : ''}f q[0], q[1], q[2];`;
    const busy = `${head} ${whole} delay[70ns] q[1]; ${call}`;
    for (const qubit of [0, 1, 2]) {
      expect(duration(`${busy} delay[5ns] q[${qubit}];`)).toBe(70 + needed + more + 5);
    }
  });
  fc.assert(property, { numRuns: 50 });
});

test('a gate with less time than it needs is refused', () => {
  const property = fc.property(steps, fc.integer({ min: 1, max: 100 }), (body, less) => {
    const head = `qubit[3] q; ${definition('g', `${body.join(' ')} x a;`)}`;
    const needed = duration(`${head} g q[0], q[1], q[2];`);
    const short = `${head} g[${Math.max(0, needed - less)}ns] q[0], q[1], q[2];`;
    expect(codeOf(short, device)).toBe('DURATION_INVALID');
  });
  fc.assert(property, { numRuns: 30 });
});
