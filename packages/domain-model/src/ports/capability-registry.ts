import type { Authority } from '../capability.ts';
import type { Result } from '../fault.ts';
import type { Handle, ProcessId } from '../ids.ts';

/** What a check needs besides the handle: one bit each, 0 for "does not matter". */
export interface AccessRequest {
  /** Bit of PERMISSIONS. */
  readonly permission: number;
  /** Bit of the crossing, see crossingBit. */
  readonly crossing: number;
  /** Bit of the resource, see resourceBit. */
  readonly resource: number;
}

/**
 * The capabilities of one kernel (XDV-002.7, XDV-011.2): unforgeable table entries, reached through
 * handles that mean something only in the hands of their holder. Handles are allocated
 * deterministically. Checking is constant time; revoking is linear in the subtree.
 */
export interface CapabilityRegistry {
  /** A root capability over `target` (a process id, or 0) for `holder`. */
  grant(holder: ProcessId, authority: Authority, target: number): Result<Handle>;
  /**
   * A capability derived from one that `holder` has, for `recipient`. Its authority is contained in
   * its parent's, else CAPABILITY_ESCALATION.
   */
  derive(
    holder: ProcessId,
    handle: Handle,
    authority: Authority,
    recipient: ProcessId,
  ): Result<Handle>;
  /**
   * 0 if `holder` may do this at `tick`, else the wire number of the fault: HANDLE_UNKNOWN,
   * HANDLE_REVOKED, HANDLE_FOREIGN, CAPABILITY_EXPIRED or DOMAIN_UNAUTHORIZED.
   */
  check(holder: ProcessId, handle: Handle, request: AccessRequest, tick: number): number;
  /** What the capability was granted over. Only meaningful after a successful check. */
  target(handle: Handle): number;
  /** The authority of a live capability. */
  authority(handle: Handle): Authority | undefined;
  /** Revokes a capability of `holder` and all that derives from it; returns how many. */
  revoke(holder: ProcessId, handle: Handle): Result<number>;
  /** Revokes everything that `holder` has, with what derives from it; returns how many. */
  revokeAll(holder: ProcessId): number;
  /** Live capabilities, for accounting and tests. */
  readonly size: number;
  /** An independent copy with the same content. */
  fork(): CapabilityRegistry;
}
