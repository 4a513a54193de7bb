import {
  diagnoseCoherence,
  type CoherenceDiagnostics,
  type StabilityReport,
  type TransformRecord,
} from '../coherence/index.ts';

/** Windows, and transforms, that a machine remembers; the oldest go first. */
const REMEMBERED = 1000;

const remember = <T>(list: T[], item: T): void => {
  if (list.length === REMEMBERED) list.shift();
  list.push(item);
};

/** What a machine reported lately: figures, no state, and nothing that changes it (XDV-072.2). */
export class History {
  readonly #windows: (readonly StabilityReport[])[] = [];
  readonly #transforms: TransformRecord[] = [];

  addWindow(reports: readonly StabilityReport[]): void {
    if (reports.length > 0) remember(this.#windows, reports);
  }

  addTransform(record: TransformRecord): void {
    remember(this.#transforms, record);
  }

  diagnose(confidence: number): CoherenceDiagnostics {
    const record = { windows: this.#windows, transforms: this.#transforms };
    return diagnoseCoherence(record, { confidence });
  }
}
