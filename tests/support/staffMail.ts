import { vi } from 'vitest';
import { type Colleague, enrolmentTokenIn } from './Colleague.ts';
import type { Fixtures } from './fixtures.ts';

/** The text of the newest mail to somebody, once there is one. */
export function newestMail(fixtures: Fixtures, recipient: string): Promise<string> {
  return vi.waitFor(
    async () => {
      const [mail] = await fixtures.mailsTo(recipient);
      if (mail === undefined) throw new Error('No mail yet.');
      return mail;
    },
    { timeout: 15_000 },
  );
}

/** The owner invites somebody; gives the token that the mail brought. */
export async function invite(
  owner: Colleague,
  fixtures: Fixtures,
  email: string,
  role: 'psychologist' | 'coordinator',
): Promise<string> {
  await owner.api.call('inviteStaff', { email, role, displayName: 'Nowa Osoba', language: 'en' });
  return enrolmentTokenIn(await newestMail(fixtures, email));
}
