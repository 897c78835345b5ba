import type { Logger, OperationsHandler } from '@tieout/runtime';
import type { AccessLog } from '@tieout/store/access';
import type { Reader } from '@tieout/store/reading';
import { TieoutError } from '@tieout/core';
import express, { type Express, type ErrorRequestHandler } from 'express';
import helmet from 'helmet';
import type { Registry } from 'prom-client';
import { recordAccess } from './access.ts';
import type { Guards } from './auth/guard.ts';
import type { Figures } from './figures.ts';
import { mayForward } from './http/client-address.ts';
import { answerProblem } from './http/problem.ts';
import { observed } from './http/request.ts';
import type { DecodeRaw } from './raw-decoder.ts';
import { auditRoutes } from './routes/audit.ts';
import { commandRoutes } from './routes/commands.ts';
import { deadLetterRoutes } from './routes/dead-letters.ts';
import { documentationRoutes } from './routes/documentation.ts';
import { exportRoutes } from './routes/export.ts';
import { meRoutes } from './routes/me.ts';
import { otherMethods } from './routes/other-methods.ts';
import { rawEventRoutes } from './routes/raw-events.ts';
import { searchRoutes } from './routes/search.ts';
import { summaryRoutes } from './routes/summary.ts';
import { transactionRoutes } from './routes/transactions.ts';

export interface AppDeps {
  readonly reader: Reader;
  /** For exports. */
  readonly exported: Reader;
  readonly access: AccessLog;
  readonly figures: Figures;
  readonly decodeRaw: DecodeRaw;
  readonly guards: Guards;
  readonly businessZone: string;
  readonly operations: OperationsHandler;
  readonly logger: Logger;
  readonly metrics: Registry;
}

export function createApp({ operations, logger, metrics, ...deps }: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', mayForward);

  app.use((request, response, next) => {
    if (!operations(request, response)) next();
  });
  app.use(observed(logger, metrics));
  app.use(
    helmet({ contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } } }),
  );
  app.use('/api', noStore);
  app.use('/txns', noStore);

  app.use(documentationRoutes());
  app.use(meRoutes(deps));
  app.use(transactionRoutes(deps));
  app.use(rawEventRoutes(deps));
  app.use(searchRoutes(deps));
  app.use(exportRoutes(deps));
  app.use(deadLetterRoutes(deps));
  app.use(commandRoutes(deps));
  app.use(summaryRoutes(deps));
  app.use(auditRoutes(deps));
  app.use(otherMethods());

  app.use((request, _response, next) => {
    next(new TieoutError('NOT_FOUND', `nothing answers ${request.method} here`));
  });
  app.use(refusalsRecorded(deps.access));
  app.use(answerProblem);
  return app;
}

const noStore: express.RequestHandler = (_request, response, next) => {
  response.setHeader('cache-control', 'no-store');
  next();
};

/** That somebody was refused is written down like what somebody was given. */
function refusalsRecorded(access: AccessLog): ErrorRequestHandler {
  return async (error: unknown, request, response, _next) => {
    if (error instanceof TieoutError && error.code === 'FORBIDDEN') {
      await recordAccess(access, request, response, {
        what: 'refused',
        filterOrId: request.originalUrl.split('?', 1)[0] ?? '/',
        rows: null,
      });
    }
    throw error; // on to the next error handler
  };
}
