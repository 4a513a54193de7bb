import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Ends stdout with one plain line "N passed, N failed[, N skipped]" and writes .vitest-results.json
 * in the root of the run. A file that cannot be loaded, an error outside a test, and a run that
 * found no test each count as a failure.
 */
export default class SummaryReporter {
  onInit(vitest) {
    this.root = vitest.config.root;
  }

  onTestRunEnd(modules, unhandled) {
    const totals = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      totals.failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        totals[state === 'passed' || state === 'failed' ? state : 'skipped']++;
      }
    }
    if (totals.passed + totals.failed + totals.skipped === 0) totals.failed = 1;
    writeFileSync(join(this.root, '.vitest-results.json'), `${JSON.stringify(totals)}\n`);
    process.once('exit', () => process.stdout.write(`${summaryLine(totals)}\n`));
  }
}

export const summaryLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
