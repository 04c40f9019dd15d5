import { staffOf } from '../accounts/access.ts';
import { type RouteParts, route } from '../transport/route.ts';
import type { Practice } from './createPractice.ts';

/** Mounts the practice's public face, what its owner sets, and the duty. */
export function mountPractice(
  parts: RouteParts,
  { service: practices, duty }: Practice,
  demo: boolean,
): void {
  route(parts, 'practice', () => practices.publicFace(demo));
  route(parts, 'practiceSettings', (_input, { browserSession }) =>
    practices.settings(staffOf(browserSession)),
  );
  route(parts, 'savePracticeSettings', (input, { browserSession }) =>
    practices.saveSettings(staffOf(browserSession), input),
  );
  route(parts, 'crisisContacts', () => practices.crisisContacts());
  route(parts, 'saveCrisisContacts', ({ contacts }, { browserSession }) =>
    practices.saveCrisisContacts(staffOf(browserSession), contacts),
  );
  route(parts, 'consentTexts', (_input, { browserSession }) =>
    practices.consentTexts(staffOf(browserSession)),
  );
  route(parts, 'saveConsentText', (input, { browserSession }) =>
    practices.saveConsentText(staffOf(browserSession), input),
  );
  route(parts, 'dutyCalls', (_input, { browserSession }) => duty.calls(staffOf(browserSession)));
  route(parts, 'acknowledgeDutyCall', async ({ callId }, { browserSession }) => {
    await duty.acknowledge(staffOf(browserSession), callId);
    return {};
  });
}
