// The smallest hybrid process: a Bell pair on Q, counted in K. Run: ./xdv run examples/hello.ts
import { circuit, process, us } from 'xdv-kernel';

const bell = circuit(2).h(0).cx(0, 1).measureAll().build();

export default process({ domains: ['K', 'Q'] }, function* (sys) {
  const shots = yield* sys.q.run(bell, { shots: 1000, budget: us(80) });
  yield* sys.log(`${shots.counts.length} different outcomes`);
  return shots.counts;
});
