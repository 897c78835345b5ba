# One image for each program of ours, named by the build argument SERVICE: setup, reconciler, notifier, api, web, retention, verifier, producers,
# and local for the jobs that make secrets and databases. docker-compose.yml builds them all; the stage "build" is the same for each and so is
# built once.
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /repo
RUN npm install --global pnpm@12.21.0
# What depends on the lockfile alone comes first: editing a source downloads nothing again.
COPY pnpm-lock.yaml pnpm-workspace.yaml ./
COPY patches patches
RUN pnpm fetch
COPY . .
RUN pnpm install --frozen-lockfile --offline \
 && pnpm exec tsc -b \
 && pnpm --filter @tieout/dashboard run build

FROM build AS program
ARG SERVICE
# Compiled JavaScript with its production dependencies at the lockfile's versions, and nothing else: package.json says what belongs to "files".
# Packages are there already; what the registry says of each may be asked for again.
RUN pnpm --filter "@tieout/${SERVICE}" deploy --prod --prefer-offline --config.inject-workspace-packages=true /app \
 && cp infra/docker/healthcheck.mjs /app/ \
 && if [ "${SERVICE}" = web ]; then cp -r dashboard/dist /app/dashboard; fi

FROM ${NODE_IMAGE}
ENV NODE_ENV=production
WORKDIR /app
COPY --from=program /app ./
# A new volume takes its owner from what it covers.
RUN install -d -o node -g node /var/lib/tieout/checkpoints
USER node
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=6 CMD ["node", "healthcheck.mjs"]
ENTRYPOINT ["node", "dist/main.js"]
