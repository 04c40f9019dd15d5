import { AppError } from '@gabinet/shared/contracts/errors';
import type { BrowserSession, StaffMember } from './BrowserSessions.ts';

/** Who acts on an appointment, as its history names them (rule B14). */
export type Actor =
  | { readonly kind: 'staff'; readonly staff: StaffMember }
  | { readonly kind: 'client'; readonly clientId: string }
  | { readonly kind: 'system' };

/** The signed-in member of the staff. Throws SIGN_IN_REQUIRED. */
export function staffOf(browserSession: BrowserSession | undefined): StaffMember {
  if (browserSession?.staff == null) throw new AppError('SIGN_IN_REQUIRED');
  return browserSession.staff;
}

/** The signed-in owner. Throws SIGN_IN_REQUIRED, or NOT_FOUND for everybody else of the staff (rule A5). */
export function ownerOf(browserSession: BrowserSession | undefined): StaffMember {
  const staff = staffOf(browserSession);
  if (!staff.isOwner) throw new AppError('NOT_FOUND');
  return staff;
}

/** How old a sign-in may be for what would give an account away: new passkeys, codes, access ended. */
const freshMs = 15 * 60_000;

/** The signed-in member of the staff, who showed a passkey just now. Throws SIGN_IN_AGAIN. */
export function freshStaffOf(
  browserSession: BrowserSession | undefined,
  now: number,
): { staff: StaffMember; browserSessionId: string } {
  const staff = staffOf(browserSession);
  const signedInAt = browserSession?.signedInAt;
  if (browserSession === undefined || signedInAt == null || now - signedInAt > freshMs) {
    throw new AppError('SIGN_IN_AGAIN');
  }
  return { staff, browserSessionId: browserSession.browserSessionId };
}

/** The client that a mailed code has shown (rule A6). Throws SIGN_IN_REQUIRED. */
export function clientOf(browserSession: BrowserSession | undefined): string {
  if (browserSession?.clientId == null) throw new AppError('SIGN_IN_REQUIRED');
  return browserSession.clientId;
}

/**
 * Whether a member of the staff may see and change a psychologist's calendar (rule A5): their own, or
 * as owner or coordinator any of the same practice. Throws NOT_FOUND, for what one may not see isn't there.
 */
export function mayScheduleFor(
  staff: StaffMember,
  calendar: { psychologistId: string; practiceId: string },
): void {
  const own = staff.psychologistId === calendar.psychologistId;
  const wholePractice = staff.isOwner || staff.isCoordinator;
  if (staff.practiceId !== calendar.practiceId || !(own || wholePractice)) {
    throw new AppError('NOT_FOUND');
  }
}
