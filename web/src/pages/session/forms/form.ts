import type { ParticipantView, SessionView } from '@gabinet/shared/contracts/session';
import type { Modality } from '@gabinet/shared/contracts/words';
import { lowerModality } from '@gabinet/shared/session/modality';
import type { LiveSession } from '../../../live/model.ts';
import { turn } from '../devices.ts';

/** A person's own form of meeting, and their way from one to another (rules S8, S11). */

const order = ['chat', 'audio', 'video'] as const satisfies readonly Modality[];

/** Whether the first form reveals more than the second. */
export function isHigher(one: Modality, other: Modality): boolean {
  return order.indexOf(one) > order.indexOf(other);
}

/** How this person is met: the session's form, or less where their own ceiling is lower. */
export function ownForm(view: SessionView): Modality {
  return lowerModality(view.modality, view.you.ceiling);
}

/** The forms below one, the nearest first. */
export function formsBelow(form: Modality): readonly Modality[] {
  return order.slice(0, order.indexOf(form)).reverse();
}

/** The others who are inside. */
export function insiders(view: SessionView): readonly ParticipantView[] {
  return view.others.filter(({ presence }) => presence === 'admitted');
}

/** One tap down: what is above goes off here at once, and then the service is told. */
export async function lowerTo(live: LiveSession, form: Modality): Promise<void> {
  await live.setCamera(false);
  if (form === 'chat') await live.setMicrophone(false);
  await live.setCeiling(form);
}

/** The one deliberate act up: the ceiling first, and then the device that it is about. */
export async function raiseTo(live: LiveSession, form: 'audio' | 'video'): Promise<void> {
  await live.setCeiling(form);
  await turn(live, form === 'video' ? 'camera' : 'microphone', true);
}
