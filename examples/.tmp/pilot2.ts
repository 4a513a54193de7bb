import { karateClub as g } from '../karate-club.ts';
import { createPhiSimulator } from '../../packages/phi-provider-sim/src/index.ts';
import { cutValue, maxCut, unwrap, type JobId } from '@xdv/domain-model';
// frontier DP with count
const adj=Array.from({length:34},()=>[] as number[]); for(let k=0;k<78;k++){adj[g.a[k]!]!.push(g.b[k]!);adj[g.b[k]!]!.push(g.a[k]!);}
const t0=performance.now();
const done=new Set<number>(); const order:number[]=[]; let width=0;
const frontier=(d:Set<number>)=>[...d].filter(v=>adj[v]!.some(u=>!d.has(u)));
while(order.length<34){let bv=-1,bs=99;for(let v=0;v<34;v++)if(!done.has(v)){const s=frontier(new Set([...done,v])).length;if(s<bs){bs=s;bv=v;}}done.add(bv);order.push(bv);width=Math.max(width,bs);}
console.log('width',width,'order',order.join(), performance.now()-t0);
let table=new Map<string,[number,number]>([['',[0,1]]]); const placed:number[]=[]; let total=0;
let fr:number[]=[];
for(const v of order){placed.push(v);const d=new Set(placed);const nf=frontier(d);const next=new Map<string,[number,number]>();
 for(const [key,[best,count]] of table) for(const s of [0,1]){ const spin=new Map(fr.map((u,i)=>[u,+key[i]!]));spin.set(v,s);let gain=0;for(const u of adj[v]!)if(u!==v&&spin.has(u)&&spin.get(u)!==s)gain++;
 const nk=nf.map(u=>spin.get(u)).join('');const o=next.get(nk);const c=best+gain;if(!o||c>o[0])next.set(nk,[c,count]);else if(c===o[0])o[1]+=count;}
 table=next;fr=nf;total+=table.size}
console.log([...table], total, performance.now()-t0);
const machine=createPhiSimulator(); await machine.init();
for (const [w,reads] of [[20e3,40],[20e3,100],[100e3,20],[100e3,40],[200e3,20],[200e3,40],[200e3,10]] as const) for (const seed of [1,2,3,4,5,6]) {
 const r:any=unwrap(await machine.execute({kind:'phi.solve',job:1 as JobId,resource:'sbm',seed,problem:maxCut(g),windowNs:w,reads}));
 const S=r.samples.map((s:any)=>[...s.spins].map((x:number)=>x*s.spins[0])) as number[][];
 const uniq=new Set(S.map(s=>s.join()));
 const keyOf=(v:number)=>{const f=S[0]![v]!;return S.map(s=>s[v]!*f).join()};
 const groups=new Map<string,number[]>();for(let v=0;v<34;v++){const k=keyOf(v);groups.set(k,[...(groups.get(k)??[]),v]);}
 console.log(w,reads,seed,'uniq',uniq.size,'groups',groups.size,[...groups.values()].map(x=>x.length).join());
}
