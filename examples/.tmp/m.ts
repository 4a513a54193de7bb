import { add, eigs, kron, multiply } from 'mathjs';
const H:any={II: -1.052373245772859,IZ: 0.39793742484318045,ZI: -0.39793742484318045,ZZ: -0.01128010425623538,XX: 0.18093119978423156};
const pauli:any={I:[[1,0],[0,1]],X:[[0,1],[1,0]],Z:[[1,0],[0,-1]]};
const terms=Object.entries(H).map(([[a,b],w]:any)=>multiply(w,kron(pauli[a],pauli[b])));
console.log(terms.reduce((s:any,t:any)=>add(s,t)), eigs(terms.reduce((s:any,t:any)=>add(s,t)) as any).values);
import { createQSimulator } from '../../packages/q-provider-sim/src/index.ts';
import { circuit } from 'xdv-kernel';
const q=createQSimulator(); await q.init();
for (const shots of [100000,1000000,2000000]) {const t=performance.now();
const r:any=await q.execute({kind:'q.run',job:1 as any,resource:'ideal',seed:1,circuit:circuit(2).ry(0.3,1).cx(1,0).h(0).h(1).measureAll().build(),shots});console.log(shots,r.value?.counts,performance.now()-t);}
