import { readFileSync } from 'node:fs';
const q = await import('qsharp-lang');
const url = new URL('../lib/web/qsc_wasm_bg.wasm', import.meta.resolve('qsharp-lang'));
await q.loadWasmModule(readFileSync(url));
const c = await q.getCompiler();
const run = async (name, src, expr, shots, noise) => {
const t=performance.now();
const out=new Map();
const ev={ dispatchEvent: e=>{ const s=e.type+JSON.stringify(e.detail); out.set(s,(out.get(s)??0)+1); return true;}, addEventListener(){}, removeEventListener(){} };
await (noise ? c.runWithNoise({sources:[['a.qs',src]],languageFeatures:[]}, expr, shots, noise, 0, ev) : c.run({sources:[['a.qs',src]],languageFeatures:[]}, expr, shots, ev)).catch(e=>console.log('ERR',e.message));
console.log(name, (performance.now()-t).toFixed(0), [...out].slice(0,5));
};
await run('empty','namespace X { operation Main() : Int { return 1; } }', 'X.Main()', 1);
await run('empty','namespace X { operation Main() : Int { return 1; } }', 'X.Main()', 1);
await run('empty1000','namespace X { operation Main() : Int { return 1; } }', 'X.Main()', 1000);
const bell=`namespace X { operation Main() : Bool[] {
  use q = Qubit[2];
  mutable b = Repeated(false, 2);
  H(q[0]); Controlled X([q[0]],q[1]);
  set b w/= 0 <- M(q[0]) == One;
  set b w/= 1 <- M(q[1]) == One;
  ResetAll(q);
  return b;
} }`;
await run('bell', bell, 'X.Main()', 1000);
await run('bell', bell, 'X.Main()', 10000);
const post=bell.replace('set b', 'Std.Diagnostics.PostSelectZ(One,q[0]); set b');
await run('post', post, 'X.Main()', 1000);
await run('post0', post.replace('H(q[0]);',''), 'X.Main()', 10);
const many = `namespace X { operation Main() : Bool[] {
  use q = Qubit[8];
  mutable b = Repeated(false, 8);
  ${Array.from({length:1000},(_,i)=>`Rx(${(i/7).toFixed(6)}, q[${i%8}]);`).join('\n')}
  set b w/= 1 <- M(q[1]) == One;
  ResetAll(q);
  return b;
} }`;
await run('many', many, 'X.Main()', 1);
await run('many', many, 'X.Main()', 101);
const loop = `namespace X { operation Main() : Bool[] {
  use q = Qubit[1];
  mutable b = [true];
  mutable n = 0;
  while b[0] { if n == 20 { fail "xdv rounds"; } set n += 1; Reset(q[0]); Ry(1.0e0, q[0]); set b w/= 0 <- M(q[0]) == One; }
  Reset(q[0]);
  return b;
} }`;
await run('loop', loop, 'X.Main()', 100);
await run('loopfail', loop.replace('1.0e0','3.14159'), 'X.Main()', 100);
await run('nums', 'namespace X { operation Main() : Double[] { return [1e21, 1e+21, 1.5e-7, -0.0, 5e-324, 1.7976931348623157e308, 123456789012345680000.0, 1e-7,-3.0]; } }', 'X.Main()', 1);
const qasm=`OPENQASM 3.0; include "stdgates.inc"; qubit[2] q; bit[2] c; h q[0]; cx q[0],q[1]; c = measure q;`;
{const t=performance.now(); const out=new Map();
await c.run({sources:[['a.qasm',qasm]],languageFeatures:[], projectType:'openqasm'},'',1000,{dispatchEvent(e){const s=JSON.stringify(e.detail);out.set(s,(out.get(s)??0)+1);return true}}).catch(e=>console.log('ERR',e.message)); console.log('qasm',performance.now()-t,[...out]);}
