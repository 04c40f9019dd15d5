import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TurnServer } from '../support/TurnServer.ts';

const secret = randomBytes(32).toString('hex');
const mediaServer = '127.0.0.1';
let turn: TurnServer;
beforeAll(async () => {
  turn = await TurnServer.start({ secret, allowedPeer: mediaServer });
});
afterAll(() => turn.stop());

/** The server will pass on what is sent to the peer. */
const bound = /(cb|channel bind) response received:[^\n]*\n[^\n]*success/;

/** What coturn's own client is told when it asks for a way to a peer. */
function askFor(peer: string, password = secret): Promise<string> {
  // Somebody else each time: the configuration gives nobody many ways at once.
  const given = ['-v', '-u', randomUUID(), '-W', password, '-p', String(turn.port), '-e', peer];
  const client = spawn('turnutils_uclient', [...given, '-n', '1', turn.address]);
  let output = '';
  return new Promise((resolve) => {
    for (const stream of [client.stdout, client.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        // Nobody answers at the peer, and the client would wait: the server's answer is enough.
        if (bound.test(output) || /error (401|403)/.test(output)) client.kill();
      });
    }
    client.once('close', () => resolve(output));
  });
}

describe('the TURN server with the configuration that is shipped', () => {
  it('relays to the media server', async () => {
    expect(await askFor(mediaServer)).toMatch(bound);
  });

  it.each(['127.0.0.9', '10.0.0.1', '172.16.0.1', '192.168.1.1', '169.254.169.254', '8.8.8.8'])(
    'refuses to relay to %s',
    async (peer) => {
      expect(await askFor(peer)).toMatch(/error 403 \(Forbidden IP\)/);
    },
  );

  it('refuses who does not know the secret', async () => {
    const answer = await askFor(mediaServer, randomBytes(32).toString('hex'));
    expect(answer).not.toMatch(bound);
  });
});
