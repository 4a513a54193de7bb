import { IDEAL_CALIBRATION } from '@xdv/q-provider-sim';
import { describe, expect, test } from 'vitest';
import type { LowerOptions } from '../../src/lower/options.ts';
import { codeOf, opsOf, refused } from './support.ts';

/** 35 ns on one qubit, none if it is diagonal, 300 ns on two. */
const device = { calibration: IDEAL_CALIBRATION, dtNs: 0.5 };

/** The circuit in short: `x 0`, `x 1 0` under a control, `delay 0 20`, `barrier 0 1`. */
const shape = (body: string, options: LowerOptions = device): readonly string[] =>
  opsOf(body, options).map((op) => {
    if (op.kind === 'gate') return [op.gate, ...op.controls, ...op.targets].join(' ');
    if (op.kind === 'delay') return `delay ${op.qubit} ${op.ns}`;
    return op.kind === 'barrier' ? `barrier ${op.qubits.join(' ')}` : op.kind;
  });

describe('a gate call with a duration', () => {
  test.each<[string, string, readonly string[]]>([
    ['waits for what the device does not need', 'x[50ns] q[0];', ['x 0', 'delay 0 15']],
    ['waits for all of it behind a change of frame', 'rz(1)[20ns] q[0];', ['rz 0', 'delay 0 20']],
    ['waits for nothing if it is as long', 'x[35ns] q[0]; rz(1)[0ns] q[0];', ['x 0', 'rz 0']],
    ['waits for whole nanoseconds', 'x[101dt] q[0];', ['x 0', 'delay 0 16']],
    ['waits on all of its qubits', 'cx[310ns] q[0], q[1];', ['x 0 1', 'delay 0 10', 'delay 1 10']],
    ['lasts for each of a register', 'x[36ns] q;', ['x 0', 'delay 0 1', 'x 1', 'delay 1 1']],
    [
      'lasts with its modifiers',
      'ctrl @ inv @ x[301ns] q[1], q[0];',
      ['x 1 0', 'delay 1 1', 'delay 0 1'],
    ],
    [
      'starts when all of its qubits are free, and ends on all of them at once',
      'gate g a, b { x a; cx a, b; h b; } g[400ns] q[0], q[1];',
      ['barrier 0 1', 'x 0', 'x 0 1', 'h 1', 'delay 0 65', 'delay 1 30'],
    ],
    [
      'takes qubits that its body does nothing to',
      'gate g a, b { x b; } g[40ns] q[0], q[1];',
      ['barrier 0 1', 'x 1', 'delay 0 40', 'delay 1 5'],
    ],
  ])('%s', (_rule, body, expected) => {
    expect(shape(`qubit[2] q; ${body}`)).toEqual(expected);
  });

  test('lasts in the branch that it stands in', () => {
    const [, branch] = opsOf('qubit q; bit c = measure q; if (c) x[50ns] q;', device);
    expect(branch).toMatchObject({ then: [{ kind: 'gate' }, { kind: 'delay', ns: 15 }] });
  });

  test('is refused if the device needs more, at the duration', () => {
    const body = 'qubit[2] q; gate g a, b { x a; cx a, b; } g[330ns] q[0], q[1];';
    expect(refused(body, device)).toMatchObject([
      {
        code: 'DURATION_INVALID',
        message: 'a gate of 330 ns takes 335 ns',
        column: 1 + body.indexOf('330ns'),
      },
    ]);
  });

  test('needs a device unless it is of no gates', () => {
    expect(codeOf('qubit q; x[50ns] q;')).toBe('DURATION_UNKNOWN');
    expect(shape('gate g a { } qubit q; g[50ns] q;', {})).toEqual(['delay 0 50']);
    expect(codeOf('qubit q; x[50dt] q;', { calibration: IDEAL_CALIBRATION }))
      .toBe('DURATION_UNKNOWN');
  });

  test('lasts for a time that is known and not negative', () => {
    const runtime = 'qubit q; bit c = measure q; duration d = 50ns; if (c) d = 60ns; x[d] q;';
    expect(codeOf(runtime, device)).toBe('RUNTIME_UNSUPPORTED');
    expect(codeOf('qubit q; duration d = 1ns; d -= 2ns; rz(1)[d] q;', device))
      .toBe('DURATION_INVALID');
  });

  test('on no qubits takes none', () => {
    expect(shape('gphase(pi)[0ns];')).toEqual(['gphase']);
    expect(codeOf('gphase(pi)[20ns];', device)).toBe('DURATION_INVALID');
    expect(codeOf('stretch a; gphase(pi)[a];', device)).toBe('DURATION_INVALID');
  });

  test('counts for durationof, boxes and stretches', () => {
    expect(shape('qubit q; delay[durationof({ rz(1)[20ns] q; })] q;')).toEqual(['delay 0 20']);
    expect(shape('qubit q; box[90ns] { x[50ns] q; }'))
      .toEqual(['barrier 0', 'x 0', 'delay 0 15', 'delay 0 40', 'barrier 0']);
    expect(codeOf('qubit q; box[40ns] { x[50ns] q; }', device)).toBe('DURATION_INVALID');
    expect(shape('qubit[2] q; stretch a; x[50ns] q[0]; delay[a] q[1]; barrier q;'))
      .toEqual(['x 0', 'delay 0 15', 'delay 1 50', 'barrier 0 1']);
  });
});

describe('a duration in the body of a gate', () => {
  const GATE = 'const duration d = 50ns; gate g(t) a, b { cx a, b; x[d] a; rz(t)[t * 1ns] b; }';

  test('lasts there', () => {
    expect(shape(`${GATE} qubit[2] q; g(20) q[0], q[1];`))
      .toEqual(['x 0 1', 'x 0', 'delay 0 15', 'rz 1', 'delay 1 20']);
  });

  test('is part of what a call needs', () => {
    expect(codeOf(`${GATE} qubit[2] q; g(20)[340ns] q[0], q[1];`, device))
      .toBe('DURATION_INVALID');
    expect(shape(`${GATE} qubit[2] q; g(20)[360ns] q[0], q[1];`).slice(-3))
      .toEqual(['delay 1 20', 'delay 0 10', 'delay 1 40']);
  });

  test('is the same of the inverse', () => {
    expect(shape(`${GATE} qubit[2] q; inv @ g(20) q[0], q[1];`))
      .toEqual(['delay 1 20', 'rz 1', 'delay 0 15', 'x 0', 'x 0 1']);
  });

  test.each(['ctrl', 'negctrl', 'pow(0.5)', 'pow(2)'])('is refused under %s', (modifier) => {
    const qubits = modifier.startsWith('pow') ? 'q[0]' : 'q[1], q[0]';
    const call = `inv @ ${modifier} @ inv @ g ${qubits};`;
    const body = `qubit[2] q; gate f a { x[35ns] a; } gate g a { f a; } ${call}`;
    const column = 1 + body.indexOf(modifier);
    expect(refused(body, device)).toMatchObject([{ code: 'MODIFIER_INVALID', column }]);
  });
});

describe('a gate call with a stretch', () => {
  const HEAD = 'qubit[3] q; stretch a; barrier q; cx q[0], q[1];';

  test.each<[string, string, readonly string[]]>([
    ['lasts as long as another gate', 'rx(1)[a] q[2]; barrier q;', ['delay 2 265']],
    ['turns and turns back meanwhile', 'rx(1)[a] q[2]; rx(-1)[a] q[2]; barrier q;', [
      'delay 2 115',
      'delay 2 115',
    ]],
    ['has the stretch grow to what it needs', 'rx(1)[a] q[2]; delay[a] q[2];', [
      'delay 2 0',
      'delay 2 35',
    ]],
    ['adds to its duration', 'rx(1)[a + 100ns] q[2]; delay[a] q[2]; barrier q;', [
      'delay 2 165',
      'delay 2 100',
    ]],
    ['leaves others what is left', 'stretch b; rx(1)[a] q[2]; delay[b] q[2]; barrier q;', [
      'delay 2 133',
      'delay 2 133',
    ]],
    ['shares the stretches it needs', 'stretch b; rx(1)[a + b] q[2]; delay[b] q[2];', [
      'delay 2 0',
      'delay 2 18',
    ]],
  ])('%s', (_rule, body, expected) => {
    const delays = shape(`${HEAD} ${body}`).filter((op) => op.startsWith('delay'));
    expect(delays).toEqual(expected);
  });

  test('of several qubits lasts on all of them', () => {
    expect(shape('qubit[3] q; stretch a; delay[1us] q[2]; cx[a] q[0], q[1]; barrier q;'))
      .toEqual(['delay 2 1000', 'x 0 1', 'delay 0 700', 'delay 1 700', 'barrier 0 1 2']);
  });

  test('is refused where it does not fit', () => {
    expect(codeOf('qubit q; stretch a; box[30ns] { x[a] q; }', device)).toBe('DURATION_INVALID');
    expect(codeOf('qubit q; stretch a; x[-1 * a] q;', device)).toBe('DURATION_INVALID');
  });
});
