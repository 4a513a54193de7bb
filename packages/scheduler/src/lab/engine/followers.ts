import type { Job } from '../../model/job.ts';

/** Jobs that come after others (closed loop): who follows whom, as linked lists by index. */
export class Followers {
  /** First follower of each job, and the next one of the same predecessor; -1: none. */
  readonly #first: Int32Array;
  readonly #next: Int32Array;

  constructor(jobs: readonly Job[]) {
    const follow = jobs.some(({ after }) => after !== 0);
    const count = follow ? jobs.length : 0;
    this.#first = new Int32Array(count).fill(-1);
    this.#next = new Int32Array(count).fill(-1);
    if (follow) this.#link(jobs);
  }

  /** The jobs that wait for the end of `job`, in order of their indices. */
  *of(job: number): Iterable<number> {
    for (let next = this.#first[job] ?? -1; next >= 0; next = this.#next[next]!) yield next;
  }

  #link(jobs: readonly Job[]): void {
    const indexOf = new Map(jobs.map(({ id }, index) => [id, index]));
    for (let i = jobs.length - 1; i >= 0; i--) {
      const before = indexOf.get(jobs[i]!.after);
      if (before === undefined) continue;
      this.#next[i] = this.#first[before]!;
      this.#first[before] = i;
    }
  }
}
