import type { Workload } from '../../model/workload.ts';
import type { Layout } from './layout.ts';

/** What becomes of the jobs of a workload: a row each, in their order. */
export class JobTable {
  readonly submitted: Float64Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly resource: Uint32Array;
  readonly outcome: Uint8Array;
  /** What each job asks for, from its submission until it is over. */
  readonly layouts: (Layout | undefined)[];
  /** Index of the session of each job, -1 for none. */
  readonly session: Int32Array;

  constructor({ jobs, sessions }: Workload) {
    const count = jobs.length;
    this.submitted = new Float64Array(count);
    this.start = new Float64Array(count).fill(-1);
    this.end = new Float64Array(count).fill(-1);
    this.resource = new Uint32Array(count);
    this.outcome = new Uint8Array(count);
    this.layouts = Array.from({ length: count }, () => undefined);
    this.session = new Int32Array(count).fill(-1);
    const indexOf = new Map(sessions.map(({ id }, index) => [id, index]));
    for (let job = 0; job < count; job++) {
      const { submit, parts, session } = jobs[job]!;
      this.submitted[job] = submit;
      this.resource[job] = parts[0]!.resource;
      if (session > 0) this.session[job] = indexOf.get(session)!;
    }
  }
}
