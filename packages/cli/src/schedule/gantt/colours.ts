import type { Domain } from '@xdv/domain-model';
import type { Schedule } from '@xdv/scheduler/lab';
import { COLOUR } from '../../plot/style.ts';
import { allHolds } from '../holds.ts';

/** A colour, and that of a text on it. */
export interface Paint {
  readonly fill: string;
  readonly ink: string;
}

/** Okabe and Ito, "Color Universal Design", 2008; black is left to texts. */
const PAINTS: readonly Paint[] = [
  { fill: COLOUR.blue, ink: COLOUR.paper },
  { fill: COLOUR.orange, ink: COLOUR.ink },
  { fill: COLOUR.green, ink: COLOUR.paper },
  { fill: COLOUR.red, ink: COLOUR.paper },
  { fill: '#56b4e9', ink: COLOUR.ink },
  { fill: '#cc79a7', ink: COLOUR.ink },
  { fill: '#f0e442', ink: COLOUR.ink },
];

const OTHER: Paint = { fill: '#9a9a9a', ink: COLOUR.ink };

export const DOMAIN_PAINT: Readonly<Record<Domain, Paint>> = {
  K: PAINTS[2]!,
  Q: PAINTS[0]!,
  Phi: PAINTS[1]!,
};

export const DOMAIN_TEXT: Readonly<Record<Domain, string>> = {
  K: 'K (classical)',
  Q: 'Q (quantum)',
  Phi: 'Φ (coherent)',
};

/** How the bars of a drawing are coloured. */
export interface Colouring {
  readonly paint: (job: number, domain: Domain) => Paint;
  readonly legend: readonly (readonly [name: string, paint: Paint])[];
}

/** Unit ticks that each tenant held, most first. */
const tenantsOf = (schedule: Schedule): readonly number[] => {
  const held = new Map<number, number>();
  for (const { job, units, from, to } of allHolds(schedule)) {
    const { tenant } = schedule.workload.jobs[job]!;
    held.set(tenant, (held.get(tenant) ?? 0) + units * (to - from));
  }
  const all = [...held].sort(([a, x], [b, y]) => y - x || a - b);
  return all.map(([tenant]) => tenant);
};

const byDomain = ({ workload }: Schedule): Colouring => {
  const domains = [...new Set(workload.resources.map(({ domain }) => domain))];
  return {
    paint: (_, domain) => DOMAIN_PAINT[domain],
    legend: domains.map((domain) => [DOMAIN_TEXT[domain], DOMAIN_PAINT[domain]]),
  };
};

/** By tenant where the workload has several, the largest in colours; else by domain. */
export const colouringOf = (schedule: Schedule): Colouring => {
  const tenants = tenantsOf(schedule);
  if (tenants.length < 2) return byDomain(schedule);
  const shown = tenants.slice(0, PAINTS.length);
  const paints = new Map(shown.map((tenant, i) => [tenant, PAINTS[i]!]));
  const named = shown.map((tenant, i) => {
    return [tenant === 0 ? 'no tenant' : `tenant ${tenant}`, PAINTS[i]!] as const;
  });
  const rest = tenants.length - shown.length;
  return {
    paint: (job) => paints.get(schedule.workload.jobs[job]!.tenant) ?? OTHER,
    legend: rest === 0 ? named : [...named, [rest === 1 ? '1 other' : `${rest} others`, OTHER]],
  };
};
