import {
  containsAuthority,
  type AccessRequest,
  type Authority,
  type FaultCode,
  type Handle,
} from '@xdv/domain-model';

export interface Node {
  readonly handle: Handle;
  readonly holder: number;
  readonly authority: Authority;
  readonly target: number;
  readonly parent: Node | undefined;
  alive: boolean;
}

/** The obvious capability table: every node for ever, ancestors searched. The tests' oracle. */
export class NaiveTable {
  readonly slotsMax: number;
  readonly nodes: Node[];

  constructor(slotsMax: number, nodes: Node[] = []) {
    this.slotsMax = slotsMax;
    this.nodes = nodes;
  }

  get live(): readonly Node[] {
    return this.nodes.filter(({ alive }) => alive);
  }

  find(handle: number): Node | undefined {
    return this.nodes.find((node) => node.handle === handle);
  }

  handleFault(holder: number, handle: number): FaultCode | undefined {
    const node = this.find(handle);
    if (node === undefined) return 'HANDLE_UNKNOWN';
    if (!node.alive) return 'HANDLE_REVOKED';
    return node.holder === holder ? undefined : 'HANDLE_FOREIGN';
  }

  checkFault(
    holder: number,
    handle: number,
    request: AccessRequest,
    tick: number,
  ): FaultCode | undefined {
    const fault = this.handleFault(holder, handle);
    if (fault !== undefined) return fault;
    const { authority } = this.find(handle)!;
    if (tick < authority.from || tick >= authority.until) return 'CAPABILITY_EXPIRED';
    const allowed =
      (request.permission & authority.permissions) === request.permission &&
      (request.crossing & authority.crossings) === request.crossing &&
      (request.resource & authority.resources) === request.resource;
    return allowed ? undefined : 'DOMAIN_UNAUTHORIZED';
  }

  deriveFault(holder: number, handle: number, authority: Authority): FaultCode | undefined {
    const fault = this.handleFault(holder, handle);
    if (fault !== undefined) return fault;
    const parent = this.find(handle)!;
    if (!containsAuthority(parent.authority, authority)) return 'CAPABILITY_ESCALATION';
    return this.fullFault();
  }

  fullFault(): FaultCode | undefined {
    return this.live.length === this.slotsMax ? 'RESOURCE_EXHAUSTED' : undefined;
  }

  kill(doomed: (node: Node) => boolean): number {
    const under = (node: Node | undefined): boolean =>
      node !== undefined && ((node.alive && doomed(node)) || under(node.parent));
    const dying = this.live.filter(under);
    for (const node of dying) node.alive = false;
    return dying.length;
  }

  fork(): NaiveTable {
    const copies = new Map<Node, Node>();
    for (const node of this.nodes) {
      copies.set(node, { ...node, parent: node.parent && copies.get(node.parent) });
    }
    return new NaiveTable(this.slotsMax, [...copies.values()]);
  }
}
