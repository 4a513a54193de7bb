import { describe, expect, it } from 'vitest';
import { process, us } from 'xdv-kernel';
import { device, partsWith } from './support/devices.ts';
import { codeOf, ofKind, runProgram } from './support/run-program.ts';

const asks = process({ domains: ['K', 'Q'] }, function* asks(sys, on: string | null) {
  const where = on === null ? {} : { device: on };
  return codeOf(yield* sys.attempt(sys.q.allocate(1, { budget: us(10), ...where })));
});

const parts = partsWith([device('runs', { containers: false }), device('keeps', {})]);

describe('a device without containers', () => {
  it('is passed over for one that has them', async () => {
    const recorded = await runProgram(asks, null, { parts });
    expect(recorded.result).toEqual({ ok: true, value: 'ok' });
    expect(ofKind(recorded.list, 'container.allocated')).toHaveLength(1);
  });

  it('refuses them with GATE_UNSUPPORTED when it is asked by name', async () => {
    const recorded = await runProgram(asks, 'runs', { parts });
    expect(recorded.result).toEqual({ ok: true, value: 'GATE_UNSUPPORTED' });
  });
});
