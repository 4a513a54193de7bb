import { XdvError, type Fault } from '@xdv/domain-model';

/** A fault of something that was read, with pieces of it that show where. */
export class InputError extends XdvError {
  /** Each a place followed by lines of the source, with a mark under what is meant. */
  readonly excerpts: readonly string[];

  constructor(fault: Fault, excerpts: readonly string[]) {
    super({ code: fault.code, message: fault.message, hint: fault.hint });
    this.excerpts = excerpts;
  }
}
