import { invariant } from '@xdv/domain-model';
import { admitFlows, formatAdmission } from '../../flows/admission.ts';
import { flowClosures } from '../../flows/closures.ts';
import { flow, FLOW_PERIOD_MAX, type Flow } from '../../flows/flow.ts';
import { hyperperiodOf, periodicReleases, releasesIn } from '../../flows/releases.ts';
import { simulateFlows } from '../../flows/simulate-flows.ts';
import { utilization } from '../../flows/utilization.ts';
import type { Closure } from '../../model/resource.ts';
import { Fields, type List } from './fields.ts';
import { WORKLOAD_LIMITS } from './limits.ts';
import { quoted } from './text.ts';

const { flowsMax, flowWindowsMax, flowReleasesMax, nameMax, ticksMax } = WORKLOAD_LIMITS;
const FLOW = new Set(['name', 'ticks', 'period', 'deadline', 'section', 'budget']);
const ADVICE = 'choose periods that divide each other';

/** A flow as a file states it. */
interface Stated {
  /** What it is admitted with, and its server has. */
  readonly flow: Flow;
  /** What each release of it takes. */
  readonly ticks: number;
  readonly name: string;
}

const readFlow = (value: unknown, list: List, index: number): Stated => {
  const fields = new Fields(value, list, index, FLOW);
  const id = index + 1;
  const period = fields.integer('period', 1, FLOW_PERIOD_MAX);
  const ticks = fields.integer('ticks', 1, period);
  const deadline = fields.integer('deadline', 1, period, period);
  const section = fields.integer('section', 1, ticks, 1);
  const budget = fields.integer('budget', ticks, period, ticks);
  const name = fields.has('name') ? quoted(fields.text('name', nameMax)) : `flow ${id}`;
  return { flow: flow({ id, ticks: budget, period, deadline, section }), ticks, name };
};

/** What the flows of a resource make of its calendar. */
interface ServedFlows {
  readonly closures: readonly Closure[];
  /** What was admitted, for people. */
  readonly note: string;
}

/** Ticks after which the flows repeat; `spent` are the releases of those before. */
const repeatOf = (resource: Fields, flows: readonly Flow[], spent: number): number => {
  const every = hyperperiodOf(flows);
  if (every > ticksMax) {
    throw resource.wrong('flows', `repeat after more than ${ticksMax} ticks: ${ADVICE}`);
  }
  const releases = releasesIn(flows, every);
  if (spent + releases <= flowReleasesMax) return every;
  const what = `repeat after ${every} ticks and ${releases} releases`;
  const most = `those of all flows may be ${flowReleasesMax}`;
  throw resource.wrong('flows', `${what}, ${most}: ${ADVICE}`);
};

const admit = (resource: Fields, stated: readonly Stated[], flows: readonly Flow[]): void => {
  const admission = admitFlows(flows);
  if (admission.admitted) return;
  throw resource.wrong('flows', formatAdmission(admission, (id) => stated[id - 1]!.name));
};

/** The windows in which admitted flows are served, again `every` so many ticks. */
const windowsOf = (
  resource: Fields,
  stated: readonly Stated[],
  flows: readonly Flow[],
  every: number,
): readonly Closure[] => {
  const releases = periodicReleases(flows, every).map((release) => ({
    ...release,
    ticks: stated[release.flow - 1]!.ticks,
  }));
  const schedule = simulateFlows(flows, releases, { horizon: every });
  for (const { missed, ended, released } of schedule.flows) {
    invariant(missed === 0 && ended === released, 'flows that are admitted meet their deadlines');
  }
  const closures = flowClosures(schedule, every);
  if (closures[0]!.ticks === every) throw resource.wrong('flows', 'leave no tick for jobs');
  if (closures.length <= flowWindowsMax) return closures;
  const what = `have ${closures.length} windows in ${every} ticks, not up to ${flowWindowsMax}`;
  throw resource.wrong('flows', `${what}: ${ADVICE}`);
};

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const noteOf = (name: string, stated: readonly Stated[], flows: readonly Flow[]): string => {
  const taken = stated.map(({ flow: { period }, ticks }) => ({ ticks, period }));
  const count = flows.length === 1 ? '1 flow' : `${flows.length} flows`;
  const take = flows.length === 1 ? 'takes' : 'take';
  const more = stated.some(({ flow: { ticks: budget }, ticks }) => budget > ticks);
  const promised = more ? ` (${percent(utilization(flows))} is promised)` : '';
  const what = `${count} on ${name} ${take} ${percent(utilization(taken))} of it${promised}`;
  return `${what}, every deadline is met`;
};

/**
 * Reads the flows of one resource after another. Each set is admitted under earliest deadline first
 * with what its flows may take at most (XDV-012.3), then served for one hyperperiod with what they
 * do take, each by a constant-bandwidth server. Deadlines are no later than periods, so nothing is
 * left over at its end, and the windows repeat.
 */
export class FlowReader {
  /** Releases simulated so far: texts are short, and hyperperiods may be long. */
  #releases = 0;

  /** The windows of the flows of a resource; undefined without flows. Throws WrongValue. */
  read(resource: Fields, name: string): ServedFlows | undefined {
    const list = resource.list('flows', flowsMax);
    if (list.values.length === 0) return undefined;
    const stated = list.values.map((value, i) => readFlow(value, list, i));
    const flows = stated.map((entry) => entry.flow);
    const every = repeatOf(resource, flows, this.#releases);
    this.#releases += releasesIn(flows, every);
    admit(resource, stated, flows);
    const closures = windowsOf(resource, stated, flows, every);
    return { closures, note: noteOf(name, stated, flows) };
  }
}
