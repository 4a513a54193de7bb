import { expect, it } from 'vitest';
import { F32, FunctionWriter, hostWasm, I32, op, writeModule } from '../src/index.ts';

it('runs the example of the README', () => {
  const scaled = new FunctionWriter([I32], [F32]);
  scaled.get(0).access(op.F32_LOAD, 2, 0).f32(1.5).op(op.F32_MUL);

  const bytes = writeModule([scaled], { scaled: 0 }, { shared: false, wide: false });

  const wasm = hostWasm()!;
  const memory = new wasm.Memory({ initial: 1, maximum: 1 });
  new Float32Array(memory.buffer)[2] = 3;
  const instance = new wasm.Instance(new wasm.Module(bytes), { host: { memory } });
  const result = instance.exports['scaled']!(8);

  expect(result).toBe(4.5);
});
