import { type RouteParts, route } from '../transport/route.ts';
import type { AvailabilityService } from './AvailabilityService.ts';
import type { ExternalCalendars } from './ExternalCalendars.ts';
import type { OpeningSearch } from './OpeningSearch.ts';
import type { ProfileService } from './ProfileService.ts';

/** Mounts search, profiles, openings, windows and outside calendars. */
export function mountAvailability(
  parts: RouteParts,
  services: {
    search: OpeningSearch;
    profiles: ProfileService;
    availability: AvailabilityService;
    calendars: ExternalCalendars;
  },
): void {
  const { search, profiles, availability, calendars } = services;
  route(parts, 'psychologists', async (input) => ({ found: await search.find(input) }));
  route(parts, 'psychologist', ({ psychologistId }) => profiles.publicOf(psychologistId));
  route(parts, 'openings', (input) => availability.openings(input));
  route(parts, 'availability', ({ psychologistId }, { browserSession }) =>
    availability.availability(browserSession, psychologistId),
  );
  route(parts, 'saveAvailability', (input, { browserSession }) =>
    availability.save(browserSession, input),
  );
  route(parts, 'previewOpenings', (input, { browserSession }) =>
    availability.preview(browserSession, input),
  );
  route(parts, 'profile', async ({ psychologistId }, { browserSession }) => ({
    profile: await profiles.profile(browserSession, psychologistId),
  }));
  route(parts, 'saveProfile', async (input, { browserSession }) => {
    await profiles.save(browserSession, input);
    return {};
  });
  route(parts, 'addExternalCalendar', (input, { browserSession }) =>
    calendars.add(browserSession, input),
  );
  route(parts, 'removeExternalCalendar', async (input, { browserSession }) => {
    await calendars.remove(browserSession, input);
    return {};
  });
}
