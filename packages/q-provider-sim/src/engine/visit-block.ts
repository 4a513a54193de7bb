import { pass, type Frame } from './frame.ts';
import type { Move } from './moves.ts';
import { struckAt, expect, type Part, type Path, type ResetStrike, type Split } from './path.ts';
import { part, rulesOf, type Block, type Strike } from './nodes.ts';
import { advance, drawOf, type Run } from './shots.ts';

/** Makes a struck Pauli part of the frame. */
const strikeFrame = (
  frame: Frame,
  strike: Exclude<Strike, ResetStrike>,
  draw: number,
): void => {
  if (strike.kind === 'pauli') {
    const { upTo, x, z } = strike.table;
    let k = 0;
    while (k < upTo.length - 1 && draw >= upTo[k]!) k++;
    frame.x ^= x[k]!;
    frame.z ^= z[k]!;
    return;
  }
  // two bits for each slot of a number from 1 to 4^k - 1
  let digits = 1 + Math.floor(draw * (4 ** strike.slots.length - 1));
  for (const slot of strike.slots) {
    const letter = digits % 4;
    digits = (digits - letter) / 4;
    frame.x ^= (letter & 1) << slot;
    frame.z ^= (letter >> 1) << slot;
  }
};

/** How a shot goes through a block: the Paulis that its state needs, and where. */
interface Script {
  /** Position, X mask, Z mask; position, … */
  readonly inserts: number[];
  stop: ResetStrike | null;
}

/**
 * Takes the frame of a shot through a block, applying to the state what does not pass a gate, and
 * stops where the shot is reset, since how the qubit is found depends on the state.
 */
const walk = (run: Run, block: Block, offset: number, s: number): Script => {
  const { shots } = run;
  const { gates, strikes } = block;
  const rules = rulesOf(block);
  const script: Script = { inserts: [], stop: null };
  const first = strikes[0]?.site ?? 0;
  const strikeNow = (): Strike | undefined => strikes[shots.next[s]! - first];
  const frame: Frame = { x: shots.x[s]!, z: shots.z[s]! };
  let at = offset;
  for (;;) {
    const strike = strikeNow();
    if (strike !== undefined && strike.at === at) {
      advance(run, s);
      if (strike.kind === 'reset') {
        script.stop = strike;
        break;
      }
      strikeFrame(frame, strike, drawOf(run, s, strike.event));
      continue;
    }
    // nothing to take along: go on to the next strike
    if ((frame.x | frame.z) === 0) at = strike?.at ?? gates.length;
    if (at === gates.length) {
      if (strike === undefined) break;
      continue;
    }
    const rule = rules[at]!;
    if (((frame.x | frame.z) & rule.mask) !== 0 && !pass(frame, rule)) {
      script.inserts.push(at, frame.x & rule.mask, frame.z & rule.mask);
      frame.x &= ~rule.mask;
      frame.z &= ~rule.mask;
      continue;
    }
    if ((frame.x | frame.z) !== 0) at++;
  }
  shots.x[s] = frame.x;
  shots.z[s] = frame.z;
  return script;
};

const movesOf = (block: Block, offset: number, { inserts, stop }: Script): readonly Move[] => {
  const moves: Move[] = [];
  let from = offset;
  const run = (to: number): void => {
    if (to > from) moves.push({ kind: 'gates', gates: part(block, from, to) });
    from = to;
  };
  for (let k = 0; k < inserts.length; k += 3) {
    run(inserts[k]!);
    moves.push({ kind: 'pauli', x: inserts[k + 1]!, z: inserts[k + 2]! });
  }
  run(stop?.at ?? block.gates.length);
  return moves;
};

/** Shots with the same script go on together. */
interface Company {
  readonly script: Script;
  readonly shots: number[];
}

/**
 * Takes all shots of a path through a block. Shots without a frame that nothing strikes need no
 * look at all; those whose frames pass stay; each other script makes a part.
 */
export const visitBlock = (run: Run, path: Path, block: Block): Split => {
  const { shots } = run;
  const { at, offset } = path;
  const companies = new Map<string, Company>();
  const send = (s: number): void => {
    const before = shots.next[s]!;
    const script = walk(run, block, offset, s);
    if (script.inserts.length === 0 && script.stop === null) {
      if ((shots.x[s]! | shots.z[s]!) !== 0) path.framed.push(s);
      if (shots.next[s] !== before) expect(run, path, s);
      return;
    }
    const key = `${script.stop?.site ?? ''}:${script.inserts.join()}`;
    const company = companies.get(key);
    if (company === undefined) companies.set(key, { script, shots: [s] });
    else company.shots.push(s);
    shots.owner[s] = -1;
  };
  const struck = struckAt(run, path);
  const framed = path.framed;
  path.framed = [];
  for (const s of framed) {
    if (shots.owner[s] === path.id && (shots.x[s]! | shots.z[s]!) !== 0) send(s);
  }
  for (const s of struck) {
    if (shots.owner[s] === path.id && run.program.nodeOf[shots.next[s]!] === at) send(s);
  }
  const parts = Array.from(companies.values(), (company): Part => {
    const { stop: due } = company.script;
    const moves = movesOf(block, offset, company.script);
    const place = due === null ? { at: at + 1, offset: 0 } : { at, offset: due.at };
    return { shots: company.shots, moves, ...place, due };
  });
  const moves = movesOf(block, offset, { inserts: [], stop: null });
  return { parts, stay: { moves, at: at + 1, offset: 0, due: null } };
};
