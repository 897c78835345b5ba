import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem } from '../../api/problem.ts';
import { FIGURES_EVERY_MS, seriesQuery, summaryQuery } from '../../api/queries.ts';
import { Notice, ProblemPanel } from '../../components/states.tsx';
import { Panel } from '../../components/panel.tsx';
import { AtRisk } from './at-risk.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { Figures } from './figures.tsx';
import { Lanes } from './lanes.tsx';
import { ReasonBars } from './reason-bars.tsx';
import { ReasonsPanel } from './reasons-panel.tsx';
import { StatusCounts } from './status-counts.tsx';
import { VerdictBars } from './verdict-bars.tsx';

export function OverviewPage() {
  const { data, error, refetch } = useQuery({ ...summaryQuery, refetchInterval: FIGURES_EVERY_MS });
  const { data: series } = useQuery(seriesQuery({ range: '1h' }));
  usePageTitle('Overview');
  const summary = data ?? null;
  const [at, move] = useState<number | null>(null);
  const cursor = { at, move };
  const firstRun = summary !== null && summary.proof.arrived === 0;
  return (
    <div className="mx-auto flex max-w-[1400px] flex-col gap-4 p-4 lg:p-6">
      <h1 className="sr-only">Overview</h1>
      {error !== null && (
        <Panel title="Overview">
          <ProblemPanel
            what={
              summary === null
                ? 'The figures could not be loaded.'
                : 'The figures could not be renewed; these are the last ones.'
            }
            problem={asProblem(error)}
            retry={() => void refetch()}
          />
        </Panel>
      )}
      {firstRun ? (
        <Notice title="No events yet">
          Start some:{' '}
          <code className="rounded bg-waiting-tint px-1.5 py-0.5 font-mono text-table">
            npm run produce -- all
          </code>
        </Notice>
      ) : (
        (summary !== null || error === null) && (
          <>
            <div className="grid gap-4 xl:grid-cols-[2fr_1fr]">
              <div className="flex min-w-0 flex-col gap-4">
                <Figures summary={summary} />
                <StatusCounts summary={summary} />
              </div>
              <AtRisk summary={summary} />
            </div>
            <div className="grid items-start gap-4 xl:grid-cols-[2fr_1fr]">
              <div className="flex min-w-0 flex-col gap-4">
                <VerdictBars series={series ?? null} cursor={cursor} />
                <ReasonBars series={series ?? null} cursor={cursor} />
              </div>
              <ReasonsPanel summary={summary} />
            </div>
          </>
        )
      )}
      {(summary !== null || error === null) && <Lanes summary={summary} />}
    </div>
  );
}
