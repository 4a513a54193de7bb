import type { IsingProgram } from '../program.ts';
import { createBifurcationMachine } from './bifurcation/create.ts';
import { createChaoticMachine } from './chaotic.ts';
import { MACHINE_KINDS, type Machine, type MachineKind, type MachineSetup } from './machine.ts';
import { createOscillatorMachine } from './oscillator.ts';

const requireKind = (kind: MachineKind): void => {
  if (MACHINE_KINDS.includes(kind)) return;
  throw new RangeError(`kind must be one of ${MACHINE_KINDS.join(', ')}, got ${String(kind)}`);
};

/** A machine of any kind on a problem. Throws RangeError for what is out of range, naming it. */
export const createMachine = (
  program: IsingProgram,
  kind: MachineKind,
  setup: MachineSetup = {},
): Machine => {
  requireKind(kind);
  switch (kind) {
    case 'cac':
      return createChaoticMachine(program, setup);
    case 'oim':
      return createOscillatorMachine(program, setup);
    default:
      return createBifurcationMachine(program, kind, setup);
  }
};
