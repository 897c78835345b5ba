import { createLogger, createService } from '@tieout/runtime';
import { createApi } from './api.ts';
import { readSettings } from './settings.ts';

const settings = readSettings();
const logger = createLogger({ process: 'api', level: settings.LOG_LEVEL });
const { steps } = createApi(settings, logger);

await createService({ logger, steps }).run();
