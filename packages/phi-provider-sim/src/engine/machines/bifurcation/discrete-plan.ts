import type { IsingProgram } from '../../program.ts';
import { signRowsOf, type SignRows } from './sign-rows.ts';
import { slotRowsOf, type SlotRows } from './slot-rows.ts';
import { independentSlots, orderedSlots, type Slots } from './slots.ts';

/** A program as the discrete machine holds it: what its kernels have in common. */
export interface DiscretePlan {
  readonly slots: Slots;
  /** Worked out when first asked for. */
  readonly rows: SlotRows;
  /** The couplings in another form, if they are signs alone. */
  readonly signs: SignRows | null;
  /** Whether fields act at all. */
  readonly hasField: boolean;
  /**
   * While the pump is below threshold, signs that changed act on the neighbours at the end of a
   * step, or as soon as so many have changed. All at the end, as in the paper, is symplectic and
   * finds better cuts; but then a symmetric problem, even a triangle, could flip as a whole for
   * ever. For the same reason they act group by group from threshold on.
   */
  readonly patience: number;
  /** Sums are worked out anew after so many steps; 0 for never, where they are exact. */
  readonly refreshSteps: number;
}

/** Share of the oscillators that may change sign before the others feel it. */
const PATIENCE_PARTS = 16;

/** Steps after which rounding errors of sums that follow flip by flip are cleared. */
const REFRESH_STEPS = 1024;

export const planDiscrete = (program: IsingProgram): DiscretePlan => {
  const signs = signRowsOf(program);
  const slots = signs === null ? independentSlots(program) : orderedSlots(program.spins);
  let rows: SlotRows | null = null;
  return {
    slots,
    get rows() {
      return (rows ??= slotRowsOf(program, slots));
    },
    signs,
    hasField: program.field.some((h) => h !== 0),
    patience: Math.max(1, Math.floor(program.spins / PATIENCE_PARTS)),
    refreshSteps: program.exactSums ? 0 : REFRESH_STEPS,
  };
};
