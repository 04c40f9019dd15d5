import { errorBody } from '@gabinet/shared/contracts/errors';
import { http } from '@gabinet/shared/contracts/http';
import { expect, test } from 'vitest';
import { Api } from '../support/Api.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();

test('X1 a body above the cap is refused before it is read', async () => {
  const api = new Api(used.stack.origin());
  const body = JSON.stringify({ token: 'x'.repeat(2_000_000) });
  const answer = await api.raw(http.openInvitation.path, { method: 'POST', body });
  expect(answer.status).toBe(413);
  expect(errorBody.parse(answer.body).error.code).toBe('TOO_LARGE');
});

test('X1 guessing at invitations is slowed down, and told when to come back', async () => {
  const api = new Api(used.stack.origin());
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      api.send('openInvitation', { token: String(index).padStart(27, 'A') }),
    ),
  );
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(60);
  for (const { headers, body } of refused) {
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(errorBody.parse(body).error.code).toBe('TOO_MANY_REQUESTS');
  }
  expect((await api.send('practice', {})).status).toBe(200);
});
