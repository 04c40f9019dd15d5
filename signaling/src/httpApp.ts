import { AppError } from '@gabinet/shared/contracts/errors';
import express from 'express';
import { mountAccounts } from './accounts/routes.ts';
import { mountAppointments } from './appointments/routes.ts';
import { mountAvailability } from './availability/routes.ts';
import { mountChatImages } from './chat/routes.ts';
import { mountClientPage } from './clientPage/routes.ts';
import { mountDay } from './day/routes.ts';
import { mountDemo } from './demo/routes.ts';
import { mountFeeds } from './feeds/routes.ts';
import { mountIntake } from './intake/routes.ts';
import { mountEntries } from './invitations/routes.ts';
import { operatorRoutes } from './observability/routes.ts';
import { mountPractice } from './practice/routes.ts';
import { mountQuality } from './quality/routes.ts';
import type { AppParts, Services } from './services.ts';
import { securityHeaders } from './transport/headers.ts';
import { docsPage, openApiDocument } from './transport/openapi.ts';
import { answerError, type RouteParts } from './transport/route.ts';
import { webApp } from './transport/webApp.ts';

const maxBodyBytes = 32 * 1024;
const maxPracticeBytes = 256 * 1024;

/** Every HTTP route, mounted over the services; `draining` makes readiness say no. */
export function createHttpApp(
  parts: AppParts,
  services: Services,
  draining: () => boolean,
): express.Express {
  const { config, database, clock, log, metrics, limits } = parts;
  const { browserSessions } = services;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustedProxies);
  app.set('query parser', 'simple');
  app.use(operatorRoutes({ database, metrics, draining }));
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
  mountPractice(routeParts, services.practice, config.demo);
  mountEntries(routeParts, services.entries, browserSessions);
  mountChatImages(routeParts, services.chatImages);
  mountAccounts(routeParts, services.accounts, browserSessions);
  mountDay(routeParts, services.days, services.tickets);
  mountQuality(routeParts, services.quality);
  mountAvailability(routeParts, services.availability);
  mountAppointments(routeParts, services.appointments, services.clients);
  mountIntake(routeParts, services.intake, browserSessions);
  mountClientPage(
    routeParts,
    { signIn: services.clientSignIn, pages: services.clientPages, entries: services.entries },
    browserSessions,
  );
  mountFeeds(routeParts, services.feeds);
  mountDemo(routeParts, services.demo, database, browserSessions);
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
  return app;
}
