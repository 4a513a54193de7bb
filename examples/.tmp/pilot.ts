import { readFileSync } from 'node:fs';
import { karateClub as g } from '../karate-club.ts';
import { createPhiSimulator } from '../../packages/phi-provider-sim/src/index.ts';
import { cutValue, maxCut, unwrap, type JobId } from '@xdv/domain-model';
const m = readFileSync('/tmp/karate-matrix.txt','utf8').trim().split('\n').map(l=>l.split(' ').map(Number));
let bad=0, edges=0; const mine=m.map(r=>r.map(()=>0));
for(let k=0;k<g.a.length;k++){mine[g.a[k]!]![g.b[k]!]!=1; mine[g.a[k]!]![g.b[k]!]=1; mine[g.b[k]!]![g.a[k]!]=1;}
for(let i=0;i<34;i++)for(let j=0;j<34;j++){if(m[i]![j]!==mine[i]![j])bad++; edges+=m[i]![j]!;}
console.log('bad',bad,'edges',edges/2,g.a.length);
const machine=createPhiSimulator(); await machine.init();
for (const w of [10e3,20e3,30e3,50e3,100e3,200e3]) for (const seed of [1,2]) {
 const t=performance.now();
 const r:any=unwrap(await machine.execute({kind:'phi.solve',job:1 as JobId,resource:'sbm',seed,problem:maxCut(g),windowNs:w,reads:40}));
 const h:Record<number,number>={}; for(const s of r.samples){const c=cutValue(g,s.spins);h[c]=(h[c]??0)+1;}
 const uniq=new Set(r.samples.map((s:any)=>{const z=s.spins[0];return [...s.spins].map(x=>x*z).join()}));
 console.log(w,seed,JSON.stringify(h),uniq.size,(performance.now()-t).toFixed(0)+'ms',r.stability.locked, r.stability.index);
}
