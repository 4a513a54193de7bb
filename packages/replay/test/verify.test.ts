import { describe, expect, it } from 'vitest';
import { nobleHasher, verifyTrace } from '../src/index.ts';
import { change, LEGAL_RUN, number } from './support/run.ts';
import { writeTrace } from './support/trace.ts';

const { bytes, seal } = writeTrace(number(LEGAL_RUN));

describe('verifyTrace', () => {
  it('finds a trace of a legal run in order, with the head that was expected (XDV-034.3)', () => {
    expect(verifyTrace(bytes, nobleHasher, { head: seal.head.toUpperCase() })).toEqual({
      ok: true,
      sealed: true,
      head: seal.head,
      blocks: 1,
      events: LEGAL_RUN.length,
      validBytes: bytes.length,
      problems: [],
    });
  });

  it('finds a trace that was rewritten as a whole, by its head (XDV-034.2)', () => {
    const forged = writeTrace(number(change(LEGAL_RUN, 'k.logged', { data: ['forged'] }))).bytes;
    expect(verifyTrace(forged, nobleHasher).ok).toBe(true);
    const { ok, problems } = verifyTrace(forged, nobleHasher, { head: seal.head });
    expect(ok).toBe(false);
    expect(problems.map(({ code }) => code)).toEqual(['TRACE_HEAD_MISMATCH']);
  });

  it('reports damage first, and the rules that the rest breaks after it', () => {
    const run = number(change(LEGAL_RUN, 'k.sent', { capability: 101 }));
    const cut = writeTrace(run).bytes.slice(0, -48);
    const { sealed, problems } = verifyTrace(cut, nobleHasher);
    expect(sealed).toBe(false);
    const codes = problems.map(({ code }) => code);
    expect(codes).toEqual(['TRACE_TRUNCATED', 'TRACE_INCONSISTENT']);
  });

  it('reports a file that is no trace', () => {
    const { ok, head, problems } = verifyTrace(new Uint8Array([1, 2, 3]), nobleHasher);
    expect({ ok, head, code: problems[0]?.code }).toEqual({
      ok: false,
      head: '',
      code: 'TRACE_DAMAGED',
    });
  });
});
