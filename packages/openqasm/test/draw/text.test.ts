import { circuit, unwrap, type Circuit } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { DRAWING_LIMITS, drawText } from '../../src/draw/index.ts';

/** Without the blank lines that only keep rows apart. */
const drawn = (program: Circuit, options: Parameters<typeof drawText>[1] = {}): string =>
  unwrap(drawText(program, options))
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n');

describe('drawText', () => {
  it('draws boxes, controls and measurements on wires', () => {
    const program = circuit(2).h(0).cx(0, 1).measureAll().build();
    expect(drawn(program)).toBe(
      [
        '       ┌───┐         ┌───┐',
        'q[0]: ─┤ h ├────●────┤ M ├────────',
        '       └───┘    │    └─╥─┘',
        '              ┌─┴─┐    ║    ┌───┐',
        'q[1]: ────────┤ x ├────╫────┤ M ├─',
        '              └───┘    ║    └─╥─┘',
        '                       ║      ║',
        'c[2]: ═════════════════╩══════╩═══',
        '                       0      1',
      ].join('\n'),
    );
  });

  it('takes names for qubits and registers, and draws each register as one wire', () => {
    const program = circuit(1, 3).measure(0, 2).build();
    const outputs = [
      { name: 'a', at: 0, width: 1 },
      { name: 'b', at: 1, width: 2 },
    ];
    const text = drawn(program, { qubits: ['anc'], outputs });
    expect(text.split('\n').map((line) => line.trimStart().slice(0, 5))).toEqual(
      ['┌───┐', 'anc: ', '└─╥─┘', '║', 'a: ══', '║', '║', 'b[2]:', '1'],
    );
  });

  it('writes angles as multiples of π where they are some', () => {
    const program = circuit(1, 0)
      .rz(Math.PI, 0)
      .rz(-Math.PI / 2, 0)
      .rz((3 * Math.PI) / 8, 0)
      .rz(0.1234567, 0)
      .rz(0, 0)
      .rz(1e9, 0)
      .build();
    const labels = [...drawn(program).matchAll(/rz\(([^)]*)\)/g)].map(([, label]) => label);
    expect(labels).toEqual(['π', '-π/2', '3π/8', '0.1235', '0', '1000000000']);
  });

  it('joins the wires of one gate and crosses those between', () => {
    const program = circuit(3, 0).swap(0, 2).rzz(1, 0, 2).build();
    const [, first, , , second] = drawn(program).split('\n');
    expect(first).toBe('q[0]: ─╳──┤ rzz(1) ├─');
    expect(second).toBe('q[1]: ─┼──────┼──────');
  });

  it('puts the parts of conditions and loops between fences', () => {
    const program = circuit(2, 2)
      .if(1, (body) => body.x(0), { otherwise: (body) => body.z(1), value: 0 })
      .build();
    const text = drawn(program);
    expect(text.match(/if !c\[1\]|else|end/g)).toEqual(['if !c[1]', 'else', 'end']);
    const both = { ...program, ops: [{ ...program.ops[0]!, bits: [0, 1], values: [1, 1] }] };
    expect(drawn(both as Circuit)).toContain('if c == 3');
    const loop = { kind: 'while', bits: [0], values: [1], max: 3, body: program.ops } as const;
    expect(drawn({ ...program, ops: [loop] }).match(/while c\[0\]|end/g)).toHaveLength(3);
  });

  it('writes what is computed as it would be in a program', () => {
    const type = { kind: 'uint', width: 2 } as const;
    const float = { kind: 'float', width: 64 } as const;
    const read = { op: 'read', type, at: 0 } as const;
    const one = { op: 'constant', type, value: '1' } as const;
    const sum = { op: 'add', type, args: [read, one] } as const;
    const angle = { op: 'cast', type: float, of: sum } as const;
    const half = { op: 'mul', type: float, args: [angle, { ...one, type: float, value: 0.5 }] };
    const program = {
      qubits: 1,
      bits: 2,
      ops: [
        { kind: 'set', at: 0, value: sum },
        { kind: 'computed', gate: 'rx', targets: [0], controls: [], params: [half] },
      ],
    } as unknown as Circuit;
    const text = drawn(program);
    expect(text).toContain('c = c + 1');
    expect(text).toContain('rx((c + 1) * 0.5)');
  });

  it('goes on below where a line is full, with nothing lost and no line too long', () => {
    const program = circuit(2, 0);
    for (let k = 0; k < 40; k++) program.rx(k, k % 2);
    const text = drawn(program.build(), { width: 60 });
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(text.match(/rx\(/g)).toHaveLength(40);
    expect(text.match(/»/g)!.length).toBe(text.match(/«/g)!.length);
  });

  it('draws resets, delays and barriers, and a phase of no qubit on the first wire', () => {
    const program = circuit(2, 0).reset(0).delay(20, 1).barrier(0, 1).gate('gphase', [], [1]);
    const text = drawn(program.build());
    for (const part of ['|0⟩', '20 ns', '░', 'gphase(1)']) expect(text).toContain(part);
  });

  it('has a form in ASCII, aligned as well', () => {
    const program = circuit(2, 1)
      .rz(Math.PI / 2, 0)
      .reset(1)
      .barrier()
      .swap(0, 1)
      .cx(0, 1)
      .measure(1, 0)
      .build();
    const text = drawn(program, { ascii: true });
    // oxlint-disable-next-line no-control-regex
    expect(text).toMatch(/^[\u0000-\u007f]*$/);
    expect(text).toContain('| rz(pi/2) |');
    const wires = text.split('\n').filter((line) => /^q|^ *c/.test(line));
    expect(new Set(wires.map((line) => line.length)).size).toBe(1);
  });

  it('refuses what nobody could read, and what is no circuit', () => {
    const wide = circuit(DRAWING_LIMITS.wiresMax + 1, 0).build();
    const long = circuit(1, 0);
    for (let k = 0; k <= DRAWING_LIMITS.operationsMax; k++) long.x(0);
    expect(drawText(wide)).toMatchObject({ fault: { code: 'CIRCUIT_TOO_LARGE' } });
    expect(drawText(long.build())).toMatchObject({ fault: { code: 'CIRCUIT_TOO_LARGE' } });
    expect(drawText({} as Circuit)).toMatchObject({ fault: { code: 'CIRCUIT_INVALID' } });
  });
});
