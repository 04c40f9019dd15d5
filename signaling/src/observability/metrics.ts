import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What `/metrics` tells: counts and times, never who. One per process. */
export interface Metrics {
  readonly registry: Registry;
  readonly httpSeconds: Histogram<'route' | 'status'>;
  readonly socketMessages: Counter<'event' | 'result'>;
  readonly joins: Counter<'result'>;
  readonly joinSeconds: Histogram;
  readonly sockets: Gauge;
  readonly moves: Counter;
}

/** Makes the metrics with a registry of their own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    httpSeconds: new Histogram({
      name: 'gabinet_http_seconds',
      help: 'Time to answer a request.',
      labelNames: ['route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    }),
    socketMessages: new Counter({
      name: 'gabinet_socket_messages_total',
      help: 'Messages from pages by event and result (ok, an error code, or unknown).',
      labelNames: ['event', 'result'],
      registers,
    }),
    joins: new Counter({
      name: 'gabinet_joins_total',
      help: 'Joins of a session by result.',
      labelNames: ['result'],
      registers,
    }),
    joinSeconds: new Histogram({
      name: 'gabinet_join_seconds',
      help: "The server's time for a join.",
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
      registers,
    }),
    sockets: new Gauge({ name: 'gabinet_sockets', help: 'Open sockets.', registers }),
    moves: new Counter({
      name: 'gabinet_session_moves_total',
      help: 'Sessions placed anew after a worker or node was lost.',
      registers,
    }),
  };
}
