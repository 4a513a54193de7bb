import type { DomainProvider, Fault, Result } from '@xdv/domain-model';

/** How the worker makes its provider: an export of a module, called with plain data. */
export interface ProviderSource {
  /** A package's name or a file URL. */
  readonly module: string;
  /** Name of the export that makes the provider. */
  readonly factory: string;
  readonly options: unknown;
}

/** The calls that go to the worker. */
export type Method = 'requestResources' | 'execute' | 'project' | 'terminate';

export type Argument = Parameters<DomainProvider[Method]>[0];

/** From the kernel's thread to the provider's. */
export interface Request {
  readonly id: number;
  readonly method: Method;
  readonly argument: Argument;
}

/** Back: the answer to a request, or a fault that no request caused. */
export type Response =
  | { readonly kind: 'answer'; readonly id: number; readonly result: Result<unknown> }
  | { readonly kind: 'fault'; readonly fault: Fault };
