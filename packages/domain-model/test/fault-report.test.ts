import { describe, expect, it } from 'vitest';
import {
  decodeFaultReport,
  encodeFaultReport,
  encodeValue,
  ENVELOPE_STEPS,
  SUBMISSION_STEPS,
  unwrap,
  type FaultReport,
  type Value,
} from '../src/index.ts';
import { codeOf, hex } from './support.ts';

const REPORT: FaultReport = {
  provider: 'q-sim',
  device: 'falcon27',
  firmware: 'c0ffee',
  job: 7,
  tick: 1_000_000,
  step: 'gates',
  code: 'GATE_UNSUPPORTED',
  revision: 3,
  message: 'ops[0]: falcon27 does not perform h on 0',
};

const valueOf = (report: FaultReport): readonly Value[] => [
  'xdv fault report 1',
  ...(Object.values(report) as Value[]),
];

describe('fault reports (XDV-060.5)', () => {
  it('have one form in bytes, which says nothing but the report', () => {
    expect(unwrap(decodeFaultReport(encodeFaultReport(REPORT)))).toEqual(REPORT);
    expect(hex(encodeFaultReport(REPORT))).toBe(hex(unwrap(encodeValue(valueOf(REPORT)))));
    const shuffled = Object.fromEntries(Object.entries(REPORT).toReversed()) as never;
    expect(hex(encodeFaultReport(shuffled))).toBe(hex(encodeFaultReport(REPORT)));
  });

  it('differ in bytes wherever they differ', () => {
    const others: readonly Partial<FaultReport>[] = [
      { provider: 'q' },
      { device: 'perth' },
      { firmware: '' },
      { job: 8 },
      { tick: 0 },
      { step: 'budget' },
      { code: 'DECOHERENCE_EXCEEDED' },
      { revision: 0 },
      { message: '' },
    ];
    const forms = [{}, ...others].map((other) => hex(encodeFaultReport({ ...REPORT, ...other })));
    expect(new Set(forms).size).toBe(forms.length);
  });

  it('name the seven steps of a submission (XDV-060.3, XDV-061.3)', () => {
    expect(SUBMISSION_STEPS).toHaveLength(7);
    expect(ENVELOPE_STEPS).toHaveLength(7);
    for (const step of [...SUBMISSION_STEPS, ...ENVELOPE_STEPS]) {
      const report = { ...REPORT, step };
      expect(unwrap(decodeFaultReport(encodeFaultReport(report)))).toEqual(report);
    }
  });

  it.each([
    ['provider', 5],
    ['device', 'x'.repeat(1001)],
    ['firmware', '\ud800'],
    ['job', 0.5],
    ['tick', -1],
    ['step', 'lunch'],
    ['code', 'toString'],
    ['revision', NaN],
    ['message', null],
  ])('with a wrong %s are not written', (field, value) => {
    const report = { ...REPORT, [field]: value } as FaultReport;
    expect(() => encodeFaultReport(report)).toThrow(RangeError);
  });

  it('are not read from anything else', () => {
    const items = valueOf(REPORT);
    const wrong: readonly Value[] = [
      null,
      [],
      items.slice(1),
      [...items, 1],
      items.with(0, 'xdv fault report 2'),
      items.with(4, 'seven'),
      items.with(6, 'lunch'),
      items.with(7, 'toString'),
    ];
    const codes = wrong.map((value) => codeOf(decodeFaultReport(unwrap(encodeValue(value)))));
    expect(codes).toEqual(wrong.map(() => 'ENCODING_INVALID'));
    expect(codeOf(decodeFaultReport(Uint8Array.of(0xff)))).toBe('ENCODING_INVALID');
  });
});
