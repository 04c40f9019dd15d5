import type { ServerOptions } from 'socket.io';
import { BrowserSessions } from './accounts/BrowserSessions.ts';
import { FirstStart } from './accounts/FirstStart.ts';
import { createAccounts } from './accounts/routes.ts';
import { Tickets } from './accounts/Tickets.ts';
import { CalendarTelling } from './appointments/CalendarTelling.ts';
import { createAppointments } from './appointments/createAppointments.ts';
import { Availabilities } from './availability/Availabilities.ts';
import { AvailabilityService } from './availability/AvailabilityService.ts';
import { CalendarFetcher } from './availability/CalendarFetcher.ts';
import { ExternalCalendars } from './availability/ExternalCalendars.ts';
import { OpeningIndex } from './availability/OpeningIndex.ts';
import { OpeningSearch } from './availability/OpeningSearch.ts';
import { ProfileService } from './availability/ProfileService.ts';
import type { EventBus } from './bus/EventBus.ts';
import { CrisisPages } from './care/CrisisPages.ts';
import { ChatImages } from './chat/ChatImages.ts';
import { ChatKeys } from './chat/ChatKeys.ts';
import { ChatService } from './chat/ChatService.ts';
import { ChatStore } from './chat/ChatStore.ts';
import { ImageStore } from './chat/ImageStore.ts';
import { MarkStore } from './chat/MarkStore.ts';
import { ClientPageService } from './clientPage/ClientPageService.ts';
import { ClientSignIn } from './clientPage/ClientSignIn.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Database } from './database/Database.ts';
import { DayService } from './day/DayService.ts';
import { DemoPractice } from './demo/DemoPractice.ts';
import { FeedService } from './feeds/FeedService.ts';
import { createIntake } from './intake/createIntake.ts';
import { EntryService } from './invitations/EntryService.ts';
import { Seats } from './invitations/Seats.ts';
import { iceServersFor } from './media/iceServers.ts';
import { MediaService } from './media/MediaService.ts';
import { NodePool, type NodeSource } from './media/NodePool.ts';
import { Probes } from './media/Probes.ts';
import type { Jobs } from './notifications/Jobs.ts';
import { MailBox } from './notifications/MailBox.ts';
import { NoticeQueue } from './notifications/NoticeQueue.ts';
import { NoticeSender } from './notifications/NoticeSender.ts';
import { SmtpMailer } from './notifications/SmtpMailer.ts';
import type { Log } from './observability/log.ts';
import type { Metrics } from './observability/metrics.ts';
import { observeSessions } from './observability/sessionMetrics.ts';
import { createPractice } from './practice/createPractice.ts';
import { QualityService } from './quality/QualityService.ts';
import { SessionService } from './session/SessionService.ts';
import { SessionStore } from './session/SessionStore.ts';
import type { Limits } from './transport/limits.ts';
import { MailedCodes } from './vault/MailedCodes.ts';
import { Vault } from './vault/Vault.ts';

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

/** Everything that answers, without a port or a socket. */
export type Services = ReturnType<typeof createServices>;

/** The one place that builds services. Opens no port and starts no timer but the pool's. */
export function createServices(parts: AppParts, baseUrl: () => string) {
  const { config, database, clock, log, metrics } = parts;
  observeSessions(metrics.registry, database);
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
  const chatStore = new ChatStore(database, vault);
  const store = new SessionStore(database, chatStore);
  const sessions = new SessionService(store, clock, log);
  const waysFor = (participantId: string) => ({
    iceServers: iceServersFor(participantId, config, clock.now()),
    relayOnly: config.relayOnly,
  });
  const media = new MediaService({
    store,
    sessions,
    bus: parts.bus,
    log,
    metrics,
    waysFor,
  });
  const chatKeys = new ChatKeys(chatStore, vault, clock);
  const chat = new ChatService({
    store: chatStore,
    marks: new MarkStore(database),
    keys: chatKeys,
    sessions,
    clock,
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

  return {
    accounts,
    appointments,
    availability: {
      search: new OpeningSearch(scheduling),
      profiles: new ProfileService(scheduling),
      availability: new AvailabilityService(scheduling),
      calendars: new ExternalCalendars({ ...scheduling, vault, fetcher: calendarFetcher }),
    },
    browserSessions,
    calendarFetcher,
    calendarTelling,
    chat,
    chatImages: new ChatImages({
      store: chatStore,
      images: new ImageStore(database),
      keys: chatKeys,
      seats,
      clock,
    }),
    clientPages,
    clients,
    clientSignIn,
    crisisPages,
    days: new DayService(database, clock),
    demo,
    entries,
    feeds: new FeedService({ database, clock, baseUrl }),
    firstStart: new FirstStart(database, accounts.invitations, clock),
    idempotency,
    intake,
    mailedCodes,
    media,
    noticeSender,
    openingIndex,
    pool,
    practice,
    probes: new Probes(pool, parts.limits, waysFor),
    quality: new QualityService(database, sessions, clock),
    seats,
    sessions,
    tickets,
  };
}
