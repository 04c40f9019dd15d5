import { serviceTicket } from '@gabinet/shared/contracts/sfu';
import { io } from 'socket.io-client';
import { describe, expect, test } from 'vitest';
import { Api } from '../support/Api.ts';
import { forgeToken, readClaims, standardClaims } from '../support/forgery.ts';
import { PageSocket, refusedCode } from '../support/PageSocket.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();

async function goodTicket(): Promise<string> {
  const psychologist = await used.fixtures.psychologist();
  const { token } = await used.fixtures.appointment({ psychologist });
  return (await new Api(used.stack.origin()).call('openInvitation', { token })).ticket;
}

describe('socket tickets (I4)', () => {
  test('I4 a ticket lives at most two minutes and is bound to use and audience', async () => {
    const claims = readClaims(await goodTicket());
    expect(Number(claims.exp) - Number(claims.iat)).toBeLessThanOrEqual(120);
    expect(claims).toMatchObject({ aud: expect.any(String), typ: expect.any(String) });
    expect(claims.jti).toEqual(expect.any(String));
  });

  test('I4 the forgery of these tests is good where nothing is got wrong', async () => {
    const { stack } = used;
    const claims = { ...readClaims(await goodTicket()), ...standardClaims(60) };
    const ticket = forgeToken(stack.secrets.ticket, claims);
    expect(await refusedCode(PageSocket.open(stack.origin(), ticket))).toBe('OPENED');
  });

  test('I4 no signature, a swapped algorithm, a foreign secret, audience or type, and an expired one are refused', async () => {
    const { stack } = used;
    const good = readClaims(await goodTicket());
    const fresh = (more: Record<string, unknown> = {}, lifetimeSeconds = 60) => ({
      ...good,
      ...standardClaims(lifetimeSeconds),
      ...more,
    });
    const { ticket: secret, service } = stack.secrets;
    const forgeries = {
      'no algorithm': forgeToken('', fresh(), 'none'),
      'swapped algorithm': forgeToken(secret, fresh(), 'HS512'),
      'foreign secret': forgeToken(service, fresh()),
      'foreign audience': forgeToken(secret, fresh({ aud: serviceTicket.audience })),
      'no audience': forgeToken(secret, fresh({ aud: undefined })),
      'foreign type': forgeToken(secret, fresh({ typ: serviceTicket.type })),
      expired: forgeToken(secret, fresh({}, -1)),
      'without end': forgeToken(secret, fresh({ exp: undefined })),
      'without jti': forgeToken(secret, fresh({ jti: undefined })),
    };
    for (const [name, ticket] of Object.entries(forgeries)) {
      expect(await refusedCode(PageSocket.open(stack.origin(), ticket)), name).toBe(
        'TICKET_REFUSED',
      );
    }
  });
});

describe('the media server lets in nobody but signaling', () => {
  const service = { aud: serviceTicket.audience, typ: serviceTicket.type };

  test('its own service ticket opens the control connection', async () => {
    const ticket = forgeToken(used.stack.secrets.service, { ...service, ...standardClaims(60) });
    expect(await knock(ticket)).toBe('opened');
  });

  test('no ticket, a page ticket, and forged ones are refused', async () => {
    const { secrets } = used.stack;
    const fresh = { ...service, ...standardClaims(60) };
    const forgeries = {
      none: undefined,
      'a page ticket': await goodTicket(),
      'no algorithm': forgeToken('', fresh, 'none'),
      'swapped algorithm': forgeToken(secrets.service, fresh, 'HS512'),
      'foreign secret': forgeToken(secrets.ticket, fresh),
      'foreign audience': forgeToken(secrets.service, { ...fresh, aud: 'gabinet-socket' }),
      'foreign type': forgeToken(secrets.service, { ...fresh, typ: 'socket' }),
      expired: forgeToken(secrets.service, { ...service, ...standardClaims(-1) }),
    };
    for (const [name, ticket] of Object.entries(forgeries)) {
      expect(await knock(ticket), name).toBe('refused');
    }
  });

  function knock(ticket: string | undefined): Promise<'opened' | 'refused'> {
    const socket = io(used.stack.sfuUrl(), {
      path: '/control',
      transports: ['websocket'],
      auth: ticket === undefined ? {} : { ticket },
      reconnection: false,
      forceNew: true,
    });
    return new Promise((resolve) => {
      socket.once('connect', () => resolve('opened'));
      socket.once('connect_error', () => resolve('refused'));
    }).then((answer) => {
      socket.close();
      return answer === 'opened' ? 'opened' : 'refused';
    });
  }
});
