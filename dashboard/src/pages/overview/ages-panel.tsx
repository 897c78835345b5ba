import { Link } from '@tanstack/react-router';
import type { Severity, Summary } from '../../api/schema.ts';
import { Panel } from '../../components/panel.tsx';
import { Skeleton } from '../../components/states.tsx';
import { severityWords } from '../../format/labels.ts';
import { formatCount, LOCALE } from '../../format/money.ts';
import { GRAVEST_FIRST, NO_FILTER, searchOf } from '../transactions/filter.ts';
import { ageText, ageWords } from './age-words.ts';

type AgeClass = Summary['ages'][number];

/** How long open breaks have been open, gravest first: each count opens the breaks it counts. */
export function AgesPanel({ summary }: { summary: Summary | null }) {
  return (
    <Panel title="How long breaks are open">
      {summary === null ? (
        <div className="p-4">
          <Skeleton className="h-[172px] w-full" />
        </div>
      ) : (
        <table className="w-full table-fixed text-table">
          <thead className="text-small text-waiting">
            <tr>
              <th scope="col" className="w-[34%] px-4 pt-2 pb-1 text-left font-normal">
                Open for
              </th>
              {GRAVEST_FIRST.map((severity) => (
                <th key={severity} scope="col" className="pt-2 pb-1 pr-3 text-right font-normal last:pr-4">
                  {severityWords(severity)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {summary.ages.map((age) => (
              <tr key={age.from_ms} className="border-t border-line">
                <th scope="row" className="px-4 py-1 text-left font-normal whitespace-nowrap text-ink-soft">
                  {ageWords(age.from_ms, age.to_ms)}
                </th>
                {GRAVEST_FIRST.map((severity) => (
                  <td key={severity} className="py-1 pr-3 text-right last:pr-4">
                    <Count age={age} severity={severity} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function Count({ age, severity }: { age: AgeClass; severity: Severity }) {
  const count = age.severities[severity];
  const testId = `age-${age.from_ms}-${severity}`;
  if (count === 0)
    return (
      <span data-testid={testId} className="text-waiting">
        0
      </span>
    );
  const older = age.from_ms === 0 ? '' : ageText(age.from_ms);
  const younger = age.to_ms === null ? '' : ageText(age.to_ms);
  return (
    <Link
      to="/breaks"
      search={searchOf({ ...NO_FILTER, severity: [severity], older, younger })}
      data-testid={testId}
      className={`-mx-1.5 inline-block rounded px-1.5 font-medium hover:bg-hover hover:underline ${severity === 'critical' ? 'text-mismatched' : ''}`}
    >
      {formatCount(count, LOCALE)}
    </Link>
  );
}
