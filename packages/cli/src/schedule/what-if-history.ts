import { FAULT_BY_NUMBER, type AnyEvent, type Domain, type FaultCode } from '@xdv/domain-model';
import { toJson } from '../render/json.ts';
import { collectSpans, type Span } from '../render/timeline-spans.ts';

/** How a request for an envelope came out. */
export type RequestEnd = 'ended' | 'revoked' | 'refused' | 'open';

/** A process's request for an envelope. */
export interface Request {
  /** Number of its process. */
  readonly process: number;
  /**
   * Where its process stands in the tree, such as 1.2: the second child of the first process; below
   * a hundred generations, its number.
   */
  readonly lineage: string;
  /** Counts the requests of the process, from 1. */
  readonly ordinal: number;
  readonly domain: Domain;
  readonly resource: string;
  /** Tick at which its process was done with what it did before. */
  readonly asked: number;
  /** Undefined if it was refused. */
  readonly start: number | undefined;
  /** Tick at which it was given back or taken away; of a refusal, when it fell. */
  readonly end: number;
  readonly outcome: RequestEnd;
  readonly fault: FaultCode | undefined;
}

/** What became of a process: the code of its fault, or that it returned. */
export interface ProcessEnd {
  readonly process: number;
  readonly lineage: string;
  readonly program: string;
  readonly outcome: FaultCode | 'returned' | 'open';
  /** What stands for the value that it returned. */
  readonly value: string;
}

/** What the events of a run say about who waited for what. */
export interface History {
  readonly requests: readonly Request[];
  readonly processes: readonly ProcessEnd[];
  /** The last tick. */
  readonly ticks: number;
  /** Why the policy was put into quarantine, if it was. */
  readonly quarantine: string | undefined;
  /** When the K lanes were busy. */
  readonly k: readonly Span[];
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

interface Actor extends Writable<ProcessEnd> {
  readonly depth: number;
  children: number;
  requests: number;
  /** Tick at which what it did last is over. */
  doneAt: number;
}

/** Generations that are told apart by name: in longer chains names would be most of the work. */
const DEPTH_MAX = 100;

/** Phases of a crossing up to the contract: who fails in one of them has asked in vain. */
const RESERVE = 1;

const faultOf = (outcome: number): FaultCode | undefined => FAULT_BY_NUMBER.get(outcome);

/** When what an event tells of is over. */
const doneAt = (event: AnyEvent): number => {
  if (event.kind === 'k.computed') return event.tick + event.data[0];
  return event.kind === 'k.slept' ? event.data[0] : event.tick;
};

class Collector {
  readonly #actors = new Map<number, Actor>();
  readonly #contracts = new Map<number, Writable<Request>>();
  readonly #resources = new Map<number, string>();
  readonly #requests: Request[] = [];
  readonly #spans = collectSpans();
  #ticks = 0;
  #quarantine: string | undefined;

  add(event: AnyEvent): void {
    this.#spans.add(event);
    this.#ticks = Math.max(this.#ticks, event.tick);
    this.#take(event);
    const actor = this.#actors.get(event.process);
    if (actor) actor.doneAt = Math.max(actor.doneAt, doneAt(event));
  }

  history(): History {
    const processes = [...this.#actors.values()].map(
      ({ process, lineage, program, outcome, value }): ProcessEnd => {
        return { process, lineage, program, outcome, value };
      },
    );
    return {
      requests: this.#requests,
      processes,
      ticks: this.#ticks,
      quarantine: this.#quarantine,
      k: this.#spans.spans.k,
    };
  }

  #take(event: AnyEvent): void {
    switch (event.kind) {
      case 'resource.attached':
        this.#resources.set(event.data[0], event.data[2]);
        return;
      case 'process.created':
        return this.#create(event.process, event.data[0], event.data[1], event.tick);
      case 'process.terminated':
        return this.#terminate(event);
      case 'contract.issued':
        return this.#issue(event.process, event.domain, event.tick, event.data);
      case 'contract.released':
      case 'contract.expired':
        return this.#end(event, 'ended');
      case 'contract.revoked':
        return this.#end(event, 'revoked');
      case 'transition.rolledback':
        return this.#refuse(event);
      case 'policy.quarantined':
        this.#quarantine = event.data[1];
        return;
      default:
        return;
    }
  }

  #create(parent: number, process: number, program: string, tick: number): void {
    const above = this.#actors.get(parent);
    const depth = above ? above.depth + 1 : 0;
    const named = above !== undefined && depth < DEPTH_MAX;
    const lineage = named ? `${above.lineage}.${++above.children}` : String(process);
    const fresh = { children: 0, requests: 0, doneAt: tick, outcome: 'open', value: '' } as const;
    this.#actors.set(process, { process, lineage, program, depth, ...fresh });
  }

  #terminate(event: AnyEvent & { readonly kind: 'process.terminated' }): void {
    const actor = this.#actors.get(event.process);
    if (!actor) return;
    actor.outcome = faultOf(event.outcome) ?? 'returned';
    actor.value = toJson(event.data[0]);
  }

  #ask(actor: Actor, domain: Domain, resource: string, tick: number): Writable<Request> {
    const { process, lineage } = actor;
    const ordinal = ++actor.requests;
    const asked = Math.min(actor.doneAt, tick);
    const who = { process, lineage, ordinal, domain, resource, asked };
    const request: Writable<Request> = {
      ...who,
      start: undefined,
      end: tick,
      outcome: 'refused',
      fault: undefined,
    };
    this.#requests.push(request);
    return request;
  }

  #issue(
    process: number,
    domain: Domain,
    tick: number,
    [contract, resource, , start, end]: readonly number[],
  ): void {
    const actor = this.#actors.get(process);
    if (!actor) return;
    const name = this.#resources.get(resource!) ?? `r${resource}`;
    const request = this.#ask(actor, domain, name, tick);
    Object.assign(request, { start, end, outcome: 'open' });
    this.#contracts.set(contract!, request);
  }

  #end({ contract, tick, outcome }: AnyEvent, how: RequestEnd): void {
    const request = this.#contracts.get(contract);
    if (!request) return;
    request.end = Math.max(request.start!, Math.min(request.end, tick));
    request.outcome = how;
    request.fault = faultOf(outcome);
  }

  #refuse(event: AnyEvent & { readonly kind: 'transition.rolledback' }): void {
    const actor = this.#actors.get(event.process);
    const [, , target, phase] = event.data;
    if (!actor || phase > RESERVE || event.contract !== 0) return;
    this.#ask(actor, target, '', event.tick).fault = faultOf(event.outcome);
  }
}

/** Takes the events of a run one by one. */
export const collectHistory = (): Pick<Collector, 'add' | 'history'> => new Collector();
