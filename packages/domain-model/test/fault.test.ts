import { describe, expect, it } from 'vitest';
import {
  fail,
  invariant,
  InvariantError,
  ok,
  show,
  unwrap,
  XdvError,
  type Fault,
} from '../src/index.ts';

const FAULT: Fault = {
  code: 'RESOURCE_EXHAUSTED',
  message: '9 qubits asked, 5 free',
  hint: 'Ask for fewer',
};

describe('results', () => {
  it('carry a value or a fault with code, message and hint (XDV-005.6)', () => {
    expect(ok(5)).toEqual({ ok: true, value: 5 });
    expect(fail(FAULT.code, FAULT.message, FAULT.hint)).toEqual({ ok: false, fault: FAULT });
  });

  it('unwrap to the value, or throw the fault', () => {
    expect(unwrap(ok('x'))).toBe('x');
    const thrown = (): unknown => unwrap(fail(FAULT.code, FAULT.message, FAULT.hint));
    expect(thrown).toThrow(XdvError);
    expect(thrown).toThrow(expect.objectContaining({ fault: FAULT, code: FAULT.code }));
  });
});

describe('XdvError', () => {
  it('reads as code, message and hint', () => {
    const error = new XdvError(FAULT);
    expect(error.message).toBe('RESOURCE_EXHAUSTED: 9 qubits asked, 5 free. Ask for fewer');
    expect(error.name).toBe('XdvError');
  });

  it('keeps its cause', () => {
    const cause = new Error('below');
    expect(new XdvError(FAULT, { cause }).cause).toBe(cause);
  });
});

describe('invariant', () => {
  it('passes what holds', () => {
    expect(() => invariant(true, 'never seen')).not.toThrow();
  });

  it('halts with the message, the value, and whose mistake it is', () => {
    expect(() => invariant(false, 'tick out of range', -1)).toThrow(
      new InvariantError('invariant violated: tick out of range (got -1); this is a bug in XDV'),
    );
    expect(() => invariant(false, 'lost')).toThrow('violated: lost; this is a bug');
  });
});

describe('show', () => {
  it.each([
    ['text', 'text'],
    [-0.5, '-0.5'],
    [10n, '10'],
    [undefined, 'undefined'],
    [null, 'null'],
    [Symbol('s'), 'Symbol(s)'],
    [[1], 'a list'],
    [() => 0, 'a function'],
    [Object.create(null), 'an object'],
    [{ toString: (): never => unwrap(fail('DEADLOCK', '', '')) }, 'an object'],
  ])('never fails on hostile values: case %#', (value, text) => {
    expect(show(value)).toBe(text);
  });

  it('keeps messages short', () => {
    expect(show('x'.repeat(1000))).toHaveLength(200);
  });
});
