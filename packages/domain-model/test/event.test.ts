import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EVENTS,
  FAULTS,
  fieldsOf,
  formatEvent,
  type AnyEvent,
  type ContractId,
  type EventRow,
  type Handle,
  type KernelEvent,
  type ProcessId,
} from '../src/index.ts';
import { eventsOf, KINDS } from './support.ts';

const committed: KernelEvent<'transition.committed'> = {
  kind: 'transition.committed',
  seq: 42,
  tick: 1_000,
  microstep: 3,
  domain: 'Phi',
  process: 7 as ProcessId,
  capability: 9 as Handle,
  contract: 5 as ContractId,
  outcome: 0,
  data: [4, 'K', 'Phi'],
};

const refused: KernelEvent<'call.refused'> = {
  ...committed,
  kind: 'call.refused',
  domain: 'K',
  contract: 0 as ContractId,
  outcome: FAULTS.HANDLE_REVOKED.number,
  data: [60, 'handle 9'],
};

const written: KernelEvent<'memory.written'> = {
  ...committed,
  kind: 'memory.written',
  domain: 'K',
  process: 0 as ProcessId,
  contract: 0 as ContractId,
  data: [64, Uint8Array.of(1, 2, 3)],
};

const logged = (text: string): KernelEvent<'k.logged'> => ({
  ...committed,
  kind: 'k.logged',
  data: [text],
});

const placeholders = (line: string): readonly string[] =>
  [...line.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name!);

describe.each(KINDS)('the row of %s', (kind) => {
  const { fields, line }: EventRow = EVENTS[kind];

  it('names only its own fields in its line', () => {
    const names = fields.map(([name]) => name);
    expect(placeholders(line).filter((name) => !names.includes(name))).toEqual([]);
    // `source` and `target` are printed as domains, so nothing else may be called so
    const domains = fields.filter(([name]) => name === 'source' || name === 'target');
    expect(domains.every(([, type]) => type === 'domain')).toBe(true);
  });

  it('prints every event with all placeholders filled (XDV-005.4)', () => {
    fc.assert(
      fc.property(eventsOf(kind), (event) => {
        const shown = formatEvent(event);
        expect(shown.trimStart().startsWith(`${event.seq} `)).toBe(true);
        expect(shown).toContain(`${event.tick}:${event.microstep}`);
        expect(shown).not.toContain('undefined');
        const literal = line.split(/\{\w+\}/)[0]!.trimEnd();
        expect(shown).toContain(literal);
      }),
      { numRuns: 20 },
    );
  });
});

describe('formatEvent', () => {
  it('shows order, time, domain, process, what happened and the contract', () => {
    expect(formatEvent(committed)).toBe('    42     1000:3 Φ p7     transition 4: K → Φ [c5]');
  });

  it('shows the fault of an outcome by name', () => {
    const line = '    42     1000:3 K p7     call 60 refused: handle 9 ✗ HANDLE_REVOKED';
    expect(formatEvent(refused)).toBe(line);
  });

  it('shows an outcome that no fault has as its number', () => {
    expect(formatEvent({ ...refused, outcome: 9999 })).toMatch(/✗ 9999$/);
  });

  it('says kernel where no process is concerned, and lists no payload', () => {
    expect(formatEvent(written)).toBe('    42     1000:3 K kernel wrote at 64');
  });

  it('puts text in as it is: no pattern of a replacement counts', () => {
    expect(formatEvent(logged('{text} $& $1'))).toContain('log: {text} $& $1');
  });

  const BREAKS = ['a\nb', 'a\r\nb', 'a\u2028b', '\u001b[2Ka'];
  it.each(BREAKS)('is one line whatever a text holds: %j', (text) => {
    // a program that could end a line or move the cursor could forge lines of the listing
    // oxlint-disable-next-line no-control-regex
    expect(formatEvent(logged(text))).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
  });
});

it('names the own fields of an event', () => {
  const event: AnyEvent = committed;
  expect(fieldsOf(event)).toEqual({ id: 4, source: 'K', target: 'Phi' });
});
