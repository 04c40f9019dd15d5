import { AppError } from '@gabinet/shared/contracts/errors';
import express, { type Router } from 'express';
import { sql } from 'kysely';
import type { Database } from '../database/Database.ts';
import type { Metrics } from './metrics.ts';

/** `/healthz`: the process lives. `/readyz`: it can serve. `/metrics`: for who is on this network. */
export function operatorRoutes(parts: {
  database: Database;
  metrics: Metrics;
  draining: () => boolean;
}): Router {
  const router = express.Router();
  router.get('/healthz', (_request, response) => void response.json({ ok: true }));
  router.get('/readyz', async (_request, response) => {
    try {
      if (parts.draining()) throw new AppError('UNAVAILABLE');
      await sql`SELECT 1`.execute(parts.database);
      response.json({ ok: true });
    } catch {
      response.status(503).json(new AppError('UNAVAILABLE').toBody());
    }
  });
  router.get('/metrics', async (request, response) => {
    // Never through a proxy, and only from this machine or a private network.
    const address = request.socket.remoteAddress ?? '';
    if (request.headers['x-forwarded-for'] !== undefined || !isPrivate(address)) {
      response.status(404).json(new AppError('NOT_FOUND').toBody());
      return;
    }
    response.type(parts.metrics.registry.contentType);
    response.send(await parts.metrics.registry.metrics());
  });
  return router;
}

function isPrivate(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '');
  return (
    plain === '::1' ||
    /^(127|10)\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\./.test(plain) ||
    /^f[cd]/i.test(plain)
  );
}
