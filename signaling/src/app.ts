import type { Server as HttpServer } from 'node:http';
import { createServer } from 'node:http';
import { AppError } from '@gabinet/shared/contracts/errors';
import express from 'express';
import type { Server, ServerOptions, Socket } from 'socket.io';
import { BrowserSessions } from './accounts/BrowserSessions.ts';
import type { Challenges } from './accounts/Challenges.ts';
import { FirstStart } from './accounts/FirstStart.ts';
import { createAccounts, mountAccounts } from './accounts/routes.ts';
import { Tickets } from './accounts/Tickets.ts';
import type { AppointmentService } from './appointments/AppointmentService.ts';
import { CalendarTelling } from './appointments/CalendarTelling.ts';
import { createAppointments } from './appointments/createAppointments.ts';
import { mountAppointments } from './appointments/routes.ts';
import { Availabilities } from './availability/Availabilities.ts';
import { AvailabilityService } from './availability/AvailabilityService.ts';
import { CalendarFetcher } from './availability/CalendarFetcher.ts';
import { ExternalCalendars } from './availability/ExternalCalendars.ts';
import { OpeningIndex } from './availability/OpeningIndex.ts';
import { OpeningSearch } from './availability/OpeningSearch.ts';
import { ProfileService } from './availability/ProfileService.ts';
import { mountAvailability } from './availability/routes.ts';
import type { EventBus } from './bus/EventBus.ts';
import { CrisisPages } from './care/CrisisPages.ts';
import { ClientPageService } from './clientPage/ClientPageService.ts';
import { ClientSignIn } from './clientPage/ClientSignIn.ts';
import { mountClientPage } from './clientPage/routes.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Database } from './database/Database.ts';
import { DayService } from './day/DayService.ts';
import { mountDay } from './day/routes.ts';
import { DemoPractice } from './demo/DemoPractice.ts';
import { mountDemo } from './demo/routes.ts';
import { FeedService } from './feeds/FeedService.ts';
import { mountFeeds } from './feeds/routes.ts';
import { createIntake } from './intake/createIntake.ts';
import type { IntakeService } from './intake/IntakeService.ts';
import { mountIntake } from './intake/routes.ts';
import { EntryService } from './invitations/EntryService.ts';
import { mountEntries } from './invitations/routes.ts';
import { Seats } from './invitations/Seats.ts';
import { iceServersFor } from './media/iceServers.ts';
import { MediaService } from './media/MediaService.ts';
import { NodePool, type NodeSource } from './media/NodePool.ts';
import type { Jobs } from './notifications/Jobs.ts';
import { MailBox } from './notifications/MailBox.ts';
import { NoticeQueue } from './notifications/NoticeQueue.ts';
import { NoticeSender } from './notifications/NoticeSender.ts';
import { SmtpMailer } from './notifications/SmtpMailer.ts';
import type { Log } from './observability/log.ts';
import type { Metrics } from './observability/metrics.ts';
import { operatorRoutes } from './observability/routes.ts';
import { createPractice } from './practice/createPractice.ts';
import { mountPractice } from './practice/routes.ts';
import { createSessionHandlers, type Pages } from './session/handlers.ts';
import { SessionService } from './session/SessionService.ts';
import { SessionStore } from './session/SessionStore.ts';
import { rooms, SessionTelling } from './session/SessionTelling.ts';
import { bind } from './transport/bind.ts';
import { securityHeaders } from './transport/headers.ts';
import type { Idempotency } from './transport/idempotency.ts';
import type { Limits } from './transport/limits.ts';
import { docsPage, openApiDocument } from './transport/openapi.ts';
import { answerError, type RouteParts } from './transport/route.ts';
import { admitSockets, createSockets } from './transport/sockets.ts';
import { webApp } from './transport/webApp.ts';
import { MailedCodes } from './vault/MailedCodes.ts';
import { Vault } from './vault/Vault.ts';

const maxBodyBytes = 32 * 1024;
const maxPracticeBytes = 256 * 1024;

export interface AppParts {
  readonly config: Config;
  readonly database: Database;
  readonly bus: EventBus;
  /** Opened and ended by whoever made it. */
  readonly jobs: Jobs;
  readonly nodes: NodeSource;
  readonly adapter: ServerOptions['adapter'] | undefined;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface App {
  readonly httpServer: HttpServer;
  readonly io: Server;
  readonly pool: NodePool;
  readonly sessions: SessionService;
  readonly tickets: Tickets;
  readonly browserSessions: BrowserSessions;
  readonly demo: DemoPractice | undefined;
  readonly appointments: AppointmentService;
  readonly idempotency: Idempotency;
  readonly openingIndex: OpeningIndex;
  readonly calendarFetcher: CalendarFetcher;
  readonly firstStart: FirstStart;
  readonly challenges: Challenges;
  readonly intakes: IntakeService;
  readonly mailedCodes: MailedCodes;
  readonly crisisPages: CrisisPages;
  readonly noticeSender: NoticeSender;
  /** Where people reach the pages, without a slash at the end. */
  baseUrl(): string;
  /** Connection ids of the pages in this process, for their leases. */
  connectionIds(): string[];
  /** Refuses new work and forgets no one: pages are told to come back elsewhere. */
  drain(): void;
}

/** Wires the application server from its parts. Opens no port and starts no timer but the pool's. */
export function createApp(parts: AppParts): App {
  const { config, database, clock, log, metrics, limits } = parts;
  let draining = false;

  /** Where people reach the pages, without a slash at the end; known once the server listens. */
  const baseUrl = (): string => config.publicUrl?.origin ?? localUrl(httpServer, config);

  const crisisPages = new CrisisPages({
    database,
    bus: parts.bus,
    webRoot: config.webRoot,
    folder: config.careFolder,
    log,
  });
  const browserSessions = new BrowserSessions(database, clock);
  const vault = new Vault(config.vaultKey, clock);
  const notices = new NoticeQueue({ jobs: parts.jobs, vault, clock });
  const mailedCodes = new MailedCodes(database, vault, clock);
  const tickets = new Tickets(config.ticketSecret, database, clock);
  const seats = new Seats(database, clock);
  const noticeSender = new NoticeSender({
    database,
    vault,
    seats,
    mailer: config.mail ? new SmtpMailer(database, config.mail.url) : new MailBox(database, clock),
    mail: config.mail,
    baseUrl,
    clock,
    log,
  });
  const store = new SessionStore(database);
  const sessions = new SessionService(store, clock, log);
  const media = new MediaService({
    store,
    sessions,
    bus: parts.bus,
    log,
    metrics,
    iceServersFor: (participantId) => iceServersFor(participantId, config, clock.now()),
  });
  const pool = new NodePool({
    source: parts.nodes,
    serviceSecret: config.serviceSecret,
    listener: media,
    log,
  });
  media.use(pool);
  const accounts = createAccounts({
    database,
    clock,
    vault,
    notices,
    mailedCodes,
    browserSessions,
  });
  const calendarTelling = new CalendarTelling();
  const calendarChanged = calendarTelling.calendarChanged.bind(calendarTelling);
  const availabilities = new Availabilities(clock);
  const openingIndex = new OpeningIndex({ database, availabilities, clock });
  const scheduling = { database, availabilities, index: openingIndex, calendarChanged, clock, log };
  const practice = createPractice({
    database,
    vault,
    notices,
    openingIndex,
    publicPagesChanged: () => crisisPages.changed(),
    clock,
  });
  // The demo listens on loopback only; a practice's server must not be led into its own network.
  const allowPrivate = config.demo;
  const calendarFetcher = new CalendarFetcher({ ...scheduling, vault, allowPrivate });
  const { appointments, clients, idempotency } = createAppointments({
    ...scheduling,
    vault,
    openingIndex,
    notices,
    onChange: async (change) => {
      calendarChanged(change);
      await sessions.announce(change.sessionIds);
    },
  });
  const entries = new EntryService({ database, seats, sessions, tickets, media, clock });
  const intake = createIntake({
    database,
    vault,
    mailedCodes,
    notices,
    availabilities,
    appointments,
    clients,
    practice,
    clock,
  });
  const clientSignIn = new ClientSignIn({
    database,
    vault,
    mailedCodes,
    notices,
    browserSessions,
    clock,
  });
  const clientPages = new ClientPageService({ database, appointments, baseUrl, clock });
  const demo = config.demo
    ? new DemoPractice({ database, seats, openingIndex, clock, secret: config.ticketSecret })
    : undefined;

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustedProxies);
  app.set('query parser', 'simple');
  app.use(operatorRoutes({ database, metrics, draining: () => draining }));
  app.use(securityHeaders(config.publicUrl));
  const router = express.Router();
  // Consent texts and lists of contacts in four languages, and two years of exceptions, are longer
  // than anything else.
  router.use(['/api/practice', '/api/availability'], express.json({ limit: maxPracticeBytes }));
  router.use('/api', express.json({ limit: maxBodyBytes }));
  const routeParts: RouteParts = {
    router,
    browserSessions,
    limits,
    log,
    metrics,
    clock,
    publicUrl: config.publicUrl,
    secure: config.secure,
  };
  mountPractice(routeParts, practice, config.demo);
  mountEntries(routeParts, entries, browserSessions);
  mountAccounts(routeParts, accounts, browserSessions);
  mountDay(routeParts, new DayService(database, clock), tickets);
  mountAvailability(routeParts, {
    search: new OpeningSearch(scheduling),
    profiles: new ProfileService(scheduling),
    availability: new AvailabilityService(scheduling),
    calendars: new ExternalCalendars({ ...scheduling, vault, fetcher: calendarFetcher }),
  });
  mountAppointments(routeParts, appointments, clients);
  mountIntake(routeParts, intake, browserSessions);
  mountClientPage(
    routeParts,
    { signIn: clientSignIn, pages: clientPages, entries },
    browserSessions,
  );
  mountFeeds(routeParts, new FeedService({ database, clock, baseUrl }));
  mountDemo(routeParts, demo, database, browserSessions);
  const document = openApiDocument();
  const docs = docsPage();
  router.get('/api/openapi.json', (_request, response) => void response.json(document));
  router.get('/api/docs', (_request, response) => void response.type('html').send(docs));
  app.use(router);
  app.use(webApp(config.webRoot, config.careFolder));
  app.use((_request, _response, next) => next(new AppError('NOT_FOUND')));
  app.use(
    (
      error: unknown,
      _request: express.Request,
      response: express.Response,
      _next: express.NextFunction,
    ) => answerError(response, error, log, 'none'),
  );

  const httpServer = createServer(app);
  httpServer.requestTimeout = 15_000;
  httpServer.headersTimeout = 10_000;
  const io = createSockets({ httpServer, publicUrl: config.publicUrl, adapter: parts.adapter });
  calendarTelling.use(io);
  const telling = new SessionTelling(io, sessions, clock);
  browserSessions.onEnded((ended) => telling.browserEnded(ended));
  seats.onReleased(({ seatId }) => telling.seatTaken(seatId));
  const pages: Pages = new Map();
  const handlers = createSessionHandlers({
    pages,
    sessions,
    seats,
    media,
    telling,
    clock,
    metrics,
  });

  practice.duty.onChange((practiceId) => {
    io.to(rooms.staff(practiceId)).emit('duty:called', {});
  });

  const goodbye = (socket: Socket) => {
    metrics.sockets.dec();
    const page = pages.get(socket.id);
    if (page === undefined) return;
    pages.delete(socket.id);
    media.forget(page);
    // While draining, people are on their way to another process: they have not left.
    if (draining) return;
    const { sessionId, participantId, connectionId } = page;
    sessions
      .apply(sessionId, { kind: 'disconnect', participantId }, connectionId)
      .catch((error: unknown) => {
        log.warn('A lost page could not be noted; its lease will.', { sessionId }, error);
      });
  };

  admitSockets(io, tickets, log, (socket, claims) => {
    metrics.sockets.inc();
    socket.on('disconnect', () => goodbye(socket));
    if (claims.kind === 'day') {
      const { psychologistId, practiceId, wholePractice } = claims;
      void socket.join(rooms.browser(claims.browserSessionId));
      if (psychologistId !== null) void socket.join(rooms.psychologist(psychologistId));
      void socket.join(rooms.staff(practiceId));
      if (wholePractice) void socket.join(rooms.practice(practiceId));
      bind(socket, undefined, { handlers, limits, log, metrics });
      return;
    }
    void socket.join([rooms.participant(claims.participantId), rooms.seat(claims.seatId)]);
    bind(socket, claims, { handlers, limits, log, metrics });
  });

  return {
    httpServer,
    io,
    pool,
    sessions,
    tickets,
    browserSessions,
    demo,
    appointments,
    idempotency,
    openingIndex,
    calendarFetcher,
    intakes: intake.intakes,
    mailedCodes,
    firstStart: new FirstStart(database, accounts.invitations, clock),
    challenges: accounts.challenges,
    crisisPages,
    noticeSender,
    baseUrl,
    connectionIds: () => [...pages.values()].map((page) => page.connectionId),
    drain() {
      draining = true;
      media.close();
      io.local.emit('server:leaving', { afterMilliseconds: 200 });
    },
  };
}

function localUrl(server: HttpServer, config: Config): string {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  return `http://${config.host}:${port}`;
}
