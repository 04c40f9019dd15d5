import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Rooms } from './Rooms.ts';
import type { WorkerPool } from './WorkerPool.ts';

/** What the control server counts as it works. */
export interface ControlMetrics {
  readonly unknownEvents: Counter;
  readonly refusedHandshakes: Counter;
  readonly requests: Histogram<'request' | 'outcome'>;
}

/** Makes the counters of the control server in the given register. */
export function createControlMetrics(registry: Registry): ControlMetrics {
  const registers = [registry];
  return {
    unknownEvents: new Counter({
      name: 'sfu_unknown_events_total',
      help: 'Control messages that no contract knows, dropped.',
      registers,
    }),
    refusedHandshakes: new Counter({
      name: 'sfu_refused_handshakes_total',
      help: 'Control connections refused for their ticket.',
      registers,
    }),
    requests: new Histogram({
      name: 'sfu_request_seconds',
      help: 'Time from a request to its ack, by request and outcome.',
      labelNames: ['request', 'outcome'],
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5],
      registers,
    }),
  };
}

/** Adds the figures that are read when somebody asks. */
export function observeNode(registry: Registry, pool: WorkerPool, rooms: Rooms): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  gauge('sfu_rooms', 'Open rooms.', () => rooms.count);
  gauge('sfu_peers', 'Peers in all rooms.', () => rooms.peerCount);
  new Gauge({
    name: 'sfu_tracks',
    help: 'Tracks that people send, by kind and by what they show.',
    labelNames: ['kind', 'source'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { producer, source } of rooms.tracks) this.inc({ kind: producer.kind, source });
    },
  });
  gauge('sfu_workers_running', 'Worker processes that run.', () => pool.running);
  gauge('sfu_worker_restarts', 'Worker processes replaced since the start.', () => pool.restarts);
  gauge('sfu_load', 'Mean load of the workers; 0 is idle.', () => pool.load);
}
