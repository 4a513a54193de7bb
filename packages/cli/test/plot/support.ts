import type { Machine, MachineKind, Observation } from '@xdv/phi-provider-sim/engine';

/** Everything of an SVG document that a reader of XML must get right; throws for anything else. */
export const parseXml = (text: string) => {
  const open: string[] = [];
  const texts: string[] = [];
  const names: string[] = [];
  const body = text.replace(/^<\?xml[^>]*\?>/, '');
  const token = /<(\/?)([a-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)|(<)/gi;
  for (const [, end, name, , empty, content, stray] of body.matchAll(token)) {
    if (stray !== undefined) throw new Error('a < that begins no tag');
    if (content !== undefined) {
      if (/&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(content)) throw new Error('a bare &');
      if (content.trim() !== '') texts.push(content);
    } else if (end === '/') {
      if (open.pop() !== name) throw new Error(`</${name}> closes another element`);
    } else {
      names.push(name!);
      if (empty !== '/') open.push(name!);
    }
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)}> is not closed`);
  return { names, texts };
};

/** How a machine was driven: start and advances in order. */
export type Call = readonly ['start', number] | readonly ['advance', number, number, number];

/**
 * A machine whose oscillators go from 0 straight to ±1 along the schedule, even ones up; calls are
 * noted.
 */
export const fakeMachine = (spins: number, kind: MachineKind = 'dsb') => {
  const calls: Call[] = [];
  let place = 0;
  const sign = (i: number): 1 | -1 => (i % 2 === 0 ? 1 : -1);
  const observe = (): Observation => ({
    x: Float64Array.from({ length: spins }, (_, i) => place * sign(i)),
    y: new Float64Array(spins).fill(1 - place),
  });
  const machine: Machine = {
    kind,
    replicas: 1,
    start: (seed) => {
      calls.push(['start', seed]);
      place = 0;
    },
    advance: (steps, from, to) => {
      calls.push(['advance', steps, from, to]);
      place = to;
    },
    kick: () => undefined,
    bias: () => undefined,
    read: () => Int8Array.from({ length: spins }, (_, i) => sign(i)),
    figures: () => ({ index: 1, flipShare: 0, steps: 0 }),
    observe,
  };
  return { machine, calls };
};
