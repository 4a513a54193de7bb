import type { ProviderCase } from './case.ts';
import { CLASSICAL_CASES } from './classical-cases.ts';
import { CONTAINER_CASES } from './container-cases.ts';
import { COUNT_CASES } from './count-cases.ts';
import { GATE_CASES } from './gate-cases.ts';
import { HOSTILE_CASES } from './hostile-cases.ts';
import { LIFECYCLE_CASES } from './lifecycle-cases.ts';
import { LIMIT_CASES } from './limit-cases.ts';
import { MALFORMED_CASES } from './malformed-cases.ts';
import { PHYSICS_CASES } from './physics-cases.ts';
import { SECRECY_CASES } from './secrecy-cases.ts';

/**
 * What `DomainProvider` promises of a Q provider, as data: run them with `runCases` against any
 * implementation, simulator or hardware, under any test runner. Distributions are judged with a
 * false alarm of at most `FALSE_ALARM` per case, with allowance for the errors that the device's
 * calibration declares.
 */
export const Q_PROVIDER_CASES: readonly ProviderCase[] = [
  ...LIFECYCLE_CASES,
  ...MALFORMED_CASES,
  ...HOSTILE_CASES,
  ...LIMIT_CASES,
  ...COUNT_CASES,
  ...GATE_CASES,
  ...PHYSICS_CASES,
  ...CLASSICAL_CASES,
  ...CONTAINER_CASES,
  ...SECRECY_CASES,
];
