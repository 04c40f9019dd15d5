import type { QualitySample } from '@gabinet/shared/contracts/quality';
import { expect, test } from '@playwright/test';
import { clientAtDoor, psychologistAtDoor } from '../support/encounter.ts';
import { stackInUse } from '../support/StackInUse.ts';
import { Visitor } from '../support/Visitor.ts';
import { phrase, words } from '../support/words.ts';

/** The psychologist's page of a session's connection, over the real stack. */
const used = stackInUse(test);

const calm: QualitySample = {
  spanMilliseconds: 60_000,
  joinMilliseconds: null,
  roundTripMilliseconds: 40,
  lossUp: 0,
  lossDown: 0,
  freezes: 0,
  frozenMilliseconds: 0,
  concealedMilliseconds: 0,
  reconnections: 0,
  uplink: 'full',
  downlink: 'full',
  relayed: false,
};

test('Q1 the psychologist sees how each side’s connection is, in words and figures, while it runs', async ({
  browser,
}) => {
  const psychologist = await used.fixtures.psychologist();
  const appointment = await used.fixtures.appointment({ psychologist });
  const { sessionId, clientParticipantId: participantId } = appointment;
  const client = await clientAtDoor(used, appointment);
  await client.socket.join(client.entry);
  const host = await psychologistAtDoor(used, psychologist, appointment);
  await host.socket.join(host.entry);
  await host.socket.call('session:admit', { participantId });

  const visitor = await Visitor.arrive(browser);
  const { page } = visitor;
  await visitor.useCookie(used.stack.origin(), psychologist.cookie);
  await page.goto(`${used.stack.origin()}/sessions/${sessionId}/connection`);
  await visitor.seesHeading('quality.title');
  await visitor.sees('quality.emptyYet');

  await client.socket.call('session:report-quality', { ...calm, joinMilliseconds: 800 });
  const side = page.getByRole('region', { name: appointment.clientName, exact: true });
  // It comes by itself, with the page's next look.
  await expect(side.getByText(/^Good; /)).toContainText(
    phrase('quality.joined', { seconds: '0.8' }),
    {
      timeout: 15_000,
    },
  );
  await used.fixtures.change(
    "UPDATE session_quality SET at = at - interval '1 minute' WHERE session_id = $1",
    [sessionId],
  );
  await client.socket.call('session:report-quality', {
    ...calm,
    lossDown: 0.2,
    reconnections: 1,
    downlink: 'audio-only',
  });
  const said = side.getByText(/^Unsteady; /);
  await expect(said).toContainText(phrase('quality.weakTimes_one'), { timeout: 15_000 });
  await expect(said).toContainText(phrase('quality.cameBack_one'));
  await expect(side.getByRole('img')).toHaveCount(4);
  await page.getByText(words('quality.figures')).click();
  await expect(side.getByRole('row')).toHaveCount(3);
  await expect(side.getByRole('row').last()).toContainText('20%');
  await expect(side.getByRole('row').last()).toContainText(phrase('quality.rung.audio-only'));
  for (const { socket } of [client, host]) socket.close();
});
