import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Somebody else's calendar server, on this machine: answers by path, and counts who asked. */
export class CalendarServer {
  readonly #server: Server;
  readonly #answers = new Map<string, Answer>();
  /** The requests so far, as `path If-None-Match`. */
  readonly asked: string[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Listens on a free port. */
  static async start(): Promise<CalendarServer> {
    const server = createServer();
    const made = new CalendarServer(server);
    server.on('request', (request, response) => {
      const path = request.url ?? '';
      made.asked.push(`${path} ${request.headers['if-none-match'] ?? ''}`.trim());
      const answer = made.#answers.get(path);
      if (answer) answer(request, response);
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return made;
  }

  url(path: string, host = '127.0.0.1'): string {
    return `http://${host}:${(this.#server.address() as AddressInfo).port}${path}`;
  }

  /** What a path answers from now on. */
  answer(path: string, answer: Answer): void {
    this.#answers.set(path, answer);
  }

  /** A path that gives events as a calendar, with an ETag that changes with them. */
  publish(path: string, events: readonly string[]): void {
    const text = calendarOf(events);
    const etag = `"${Buffer.from(events.join()).toString('base64url').slice(0, 40)}-${text.length}"`;
    this.answer(path, (request, response) => {
      if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
      response.writeHead(200, { 'content-type': 'text/calendar', etag }).end(text);
    });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** iCalendar of events, each the lines of one. */
function calendarOf(events: readonly string[]): string {
  const body = events.flatMap((lines, index) => [
    'BEGIN:VEVENT',
    `UID:event-${index}@example.org`,
    ...lines.split('\n').map((line) => line.trim()),
    'END:VEVENT',
  ]);
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//', ...body, 'END:VCALENDAR', ''].join(
    '\r\n',
  );
}
