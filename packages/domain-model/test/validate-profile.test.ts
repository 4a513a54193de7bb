import { describe, expect, it } from 'vitest';
import {
  validateCalibration,
  validateProfiles,
  type CalibrationContract,
  type QDeviceProfile,
} from '../src/index.ts';
import { codeOf, messageOf } from './support.ts';

const qubit = { t1Ns: 90, t2Ns: 80, read1Given0: 0.02, read0Given1: 0.03 };
const calibration = {
  gate1Ns: 1,
  gate2Ns: 2,
  measureNs: 3,
  resetNs: 4,
  feedForwardNs: 5,
  gate1Error: 0.001,
  gate2Error: 0.01,
  qubits: [qubit, { ...qubit, gateError: 0.002 }, qubit],
  couplings: [{ pair: [0, 2], ns: 7, error: 0.02 }],
} as const;
const bounds = {
  gate1ErrorMax: 0.002,
  gate2ErrorMax: 0.02,
  readoutErrorMax: 0.03,
  t1MinNs: 90,
  t2MinNs: 80,
};
const term = { revision: 1, fromTick: 0, untilTick: 10, bounds };
const contract: CalibrationContract = { calibration, term };

const device: QDeviceProfile = {
  domain: 'Q',
  name: 'dev',
  qubits: 3,
  gates: ['x'],
  calibration,
  term,
  calibrateNs: 5,
  budgetMaxNs: 100,
  couplings: [[0, 2]],
  native: [{ gate: 'x', controls: 0 }],
  firmware: '0a9f',
};

const profiles = (change: object) =>
  validateProfiles([
    { id: 'p', version: '1', domain: 'Q', resources: [{ ...device, ...change }] },
  ]);

const withCalibration = (change: object) => ({ ...calibration, ...change });
const withQubit = (change: object) =>
  withCalibration({ qubits: [qubit, qubit, { ...qubit, ...change }] });
const withTerm = (change: object) => ({ ...term, ...change });
const withBounds = (change: object) => withTerm({ bounds: { ...bounds, ...change } });
const withPair = (pair: unknown) =>
  withCalibration({ couplings: [{ pair, ns: 7, error: 0.01 }] });

describe('a device profile', () => {
  it('is accepted at its own bounds (XDV-060.1, XDV-060.2)', () => {
    expect(profiles({}).ok).toBe(true);
  });

  it('needs none of what is optional', () => {
    const { domain, name, qubits, gates, budgetMaxNs } = device;
    const { couplings: _, ...bare } = calibration;
    const least = { domain, name, qubits, gates, budgetMaxNs, calibration: bare };
    const value = [{ id: 'p', version: '1', domain: 'Q', resources: [least] }];
    expect(validateProfiles(value)).toEqual({ ok: true, value });
  });

  it.each<readonly [string, object]>([
    ['a coupling with itself', { couplings: [[1, 1]] }],
    ['a coupling of three', { couplings: [[0, 1, 2]] }],
    ['a coupling to a qubit that is not there', { couplings: [[0, 3]] }],
    ['a native gate that is none', { native: [{ gate: 'nope', controls: 0 }] }],
    ['a native gate with half a control', { native: [{ gate: 'x', controls: 0.5 }] }],
    ['firmware that is not hexadecimal', { firmware: 'xyz' }],
    ['firmware of no length', { firmware: '' }],
    ['calibrating in no time', { calibrateNs: 0 }],
    ['a calibrated pair that is not there', { calibration: withPair([0, 3]) }],
    ['a calibrated pair that is no pair', { calibration: withPair([0]) }],
    ['an error above 1', { term: undefined, calibration: withQubit({ gateError: 1.5 }) }],
    ['an error that is NaN', { term: undefined, calibration: withQubit({ read1Given0: NaN }) }],
    ['a calibration outside its bounds', { term: withBounds({ t1MinNs: 91 }) }],
    ['a term that is no object', { term: 7 }],
  ])('with %s is refused', (_what, change) => {
    expect(codeOf(profiles(change))).toBe('PROVIDER_RESULT_INVALID');
    expect(messageOf(profiles(change))).toBe('resource 0 of provider p is malformed');
  });
});

describe('a calibration contract', () => {
  it('is given back as it is', () => {
    const result = validateCalibration(contract, 3);
    expect(result.ok && result.value).toBe(contract);
  });

  it('may cover more qubits than the device has, and not fewer', () => {
    const alone = { ...contract, calibration: withCalibration({ couplings: [] }) };
    expect(validateCalibration(alone, 2).ok).toBe(true);
    const message = 'not a calibration contract of a device with 4 qubits';
    expect(messageOf(validateCalibration(contract, 4))).toBe(message);
  });

  it.each<readonly [string, unknown]>([
    ['nothing', null],
    ['a text', 'calibrated'],
    ['no term', { calibration }],
    ['no calibration', { term }],
    ['revision 0', { calibration, term: withTerm({ revision: 0 }) }],
    ['half a revision', { calibration, term: withTerm({ revision: 1.5 }) }],
    ['a term that ends as it starts', { calibration, term: withTerm({ untilTick: 0 }) }],
    ['a term before time', { calibration, term: withTerm({ fromTick: -1 }) }],
    ['an endless term', { calibration, term: withTerm({ untilTick: Infinity }) }],
    ['no bounds', { calibration, term: withTerm({ bounds: undefined }) }],
    ['a bound above 1', { calibration, term: withBounds({ gate1ErrorMax: 2 }) }],
    ['a gate of negative length', { calibration: withCalibration({ gate1Ns: -1 }), term }],
    ['a qubit without T1', { calibration: withQubit({ t1Ns: 0 }), term }],
    ['gate1Error beyond its bound', { calibration: withCalibration({ gate1Error: 0.003 }), term }],
    ['gate2Error beyond its bound', { calibration: withCalibration({ gate2Error: 0.03 }), term }],
    ['gateError beyond its bound', { calibration: withQubit({ gateError: 0.0021 }), term }],
    ['read1Given0 beyond its bound', { calibration: withQubit({ read1Given0: 0.031 }), term }],
    ['read0Given1 beyond its bound', { calibration: withQubit({ read0Given1: 0.031 }), term }],
    ['T1 below its bound', { calibration: withQubit({ t1Ns: 89 }), term }],
    ['T2 below its bound', { calibration: withQubit({ t2Ns: 79 }), term }],
    ['a pair beyond the device', { calibration: withPair([0, 3]), term }],
    [
      'a coupling beyond its bound',
      { calibration: withCalibration({ couplings: [{ pair: [0, 1], ns: 1, error: 0.03 }] }), term },
    ],
  ])('with %s is refused (XDV-060.2)', (_what, value) => {
    expect(codeOf(validateCalibration(value, 3))).toBe('PROVIDER_RESULT_INVALID');
  });
});
