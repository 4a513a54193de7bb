import {
  CANDIDATE,
  type Candidate,
  type Domain,
  type ProcessId,
  type Traits,
} from '@xdv/domain-model';

/** What of a candidate is not a trait. */
interface Asked {
  readonly domain: Domain;
  readonly process: ProcessId;
  readonly since: number;
  readonly length: number;
}

/** Traits with everything filled in. */
export type Described = Required<Traits>;

export const describe = (traits: Traits): Described => ({ ...CANDIDATE, ...traits });

/** What is known of who was never described. */
export const UNDESCRIBED = describe({});

/**
 * A candidate made for one look of a policy, at `now`: whatever is done to it changes nothing else
 * (XDV-012.6). Field by field, which is several times as fast as spreading one.
 */
export const candidateOf = (
  asked: Asked,
  traits: Described,
  now: number,
  share: number,
): Candidate => ({
  domain: asked.domain,
  process: asked.process,
  since: asked.since,
  now,
  length: asked.length,
  amount: traits.amount,
  priority: traits.priority,
  deadline: traits.deadline,
  period: traits.period,
  tenant: traits.tenant,
  share,
  fidelity: traits.fidelity,
  fading: traits.fading,
  cost: traits.cost,
  energy: traits.energy,
  crossing: traits.crossing,
});
