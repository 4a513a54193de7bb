import { karateClub as g } from '../karate-club.ts';
import { freeze, cutKey } from '../consensus.ts';
import { qaoaCircuit, spinsOf, patternSearch } from '../qaoa.ts';
import { createPhiSimulator } from '../../packages/phi-provider-sim/src/index.ts';
import { simulate } from '../../packages/q-provider-sim/src/engine/index.ts';
import { cutValue, isingEnergy, maxCut, unwrap, shotDuration, type JobId } from '@xdv/domain-model';
const machine=createPhiSimulator(); await machine.init();
for(const [W,READS] of [[200e3,40],[20e3,40],[20e3,60],[50e3,40]] as const) for (const layers of [1,2,3]) for (const seed of [1,2,3]) {
 const r:any=unwrap(await machine.execute({kind:'phi.solve',job:1 as JobId,resource:'sbm',seed,problem:maxCut(g),windowNs:W,reads:READS}));
 const {problem,lift,samples}=freeze(maxCut(g),r.samples,12);
 const phi=new Set(r.samples.map((s:any)=>cutKey(s.spins)));
 let ev=0; const all=new Set<string>(); 
 const t=performance.now();
 const sample=(ang:any,shots:number)=>{const c:any=unwrap(simulate(qaoaCircuit(problem,ang,layers),{shots,seed:seed*1000+ev}) as any); let m=0,p61=0;
  for(const [o,n] of c.counts??c){const s=spinsOf(o);m+=n*isingEnergy(problem,s);const L=lift(s);if(cutValue(g,L)===61){p61+=n;all.add(cutKey(L));}} return [m/shots,p61/shots];};
 const gen=patternSearch(function*(a){ev++;return sample(a,512)[0]!;},[0.6,0.6],{step:0.3,stepMin:0.04});
 const best=gen.next().value as any;
 const found=all.size;
 const n=problem.spins; let red=0,r61=0;for(let x=0;x<2**n;x++){const s=Int8Array.from({length:n},(_,k)=>(x>>k)&1?-1:1);const c=cutValue(g,lift(s));red+=c;if(c===61)r61++;}
 console.log(W,READS,JSON.stringify({layers,seed,samples,n,m:problem.a.length,ev,best,final:sample(best,2048),found,after:all.size,phi:phi.size,union:new Set([...all,...phi]).size,reach:r61/2,randMean:red/2**n,ms:performance.now()-t}));
}
