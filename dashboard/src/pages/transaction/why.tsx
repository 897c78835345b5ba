import { Check as CheckIcon } from 'lucide-react';
import type { Check, TxnDetail } from '../../api/schema.ts';
import { NotEqual } from '../../components/icons.tsx';
import { Moment } from '../../components/moment.tsx';
import { Panel } from '../../components/panel.tsx';
import { reasonWords, sourceWords } from '../../format/labels.ts';
import { formatCount, LOCALE, moneyPhrase } from '../../format/money.ts';
import { formatSpan } from '../../format/time.ts';

type Value = NonNullable<Check['actual']>;

/** The checks of the rule set that judged it: what ought to hold, what was found, and within which limit. */
export function Why({ checks, ruleVersion }: { checks: TxnDetail['explanation']; ruleVersion: number }) {
  const failedFirst = checks.toSorted((one, other) => Number(one.passed) - Number(other.passed));
  return (
    <Panel title="Why" aside={`Rule set ${ruleVersion}`}>
      {checks.length === 0 && (
        <p className="px-4 py-6 text-ink-soft">Nothing to check yet: too little has been heard.</p>
      )}
      <ul>
        {failedFirst.map((check) => (
          <li
            key={check.check}
            className="flex gap-3 border-b border-line px-4 py-2.5 text-table last:border-0"
          >
            <span className={`mt-0.5 shrink-0 ${check.passed ? 'text-matched' : 'text-mismatched'}`}>
              {check.passed ? <CheckIcon size={15} strokeWidth={2.4} aria-hidden="true" /> : <NotEqual />}
            </span>
            <div className="min-w-0">
              <p title={check.check}>
                <span className="sr-only">{check.passed ? 'Passed: ' : 'Failed: '}</span>
                {!check.passed && (
                  <span className="block font-semibold text-mismatched">{reasonWords(check.check)}</span>
                )}
                {check.rule}
              </p>
              <dl className="mt-0.5 flex flex-wrap gap-x-4 text-small">
                <Part term="Expected" value={check.expected} />
                <Part term="Found" value={check.actual ?? (check.passed ? null : NOTHING)} />
                <Part term="Difference" value={check.difference} />
                <Part term="Limit" value={sameFigure(check.limit, check.expected) ? null : check.limit} />
              </dl>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const NOTHING: Value = { kind: 'text', text: 'nothing', source: null };

/** A deadline is both what was expected and the limit: said once. */
function sameFigure(one: Value | null, other: Value | null): boolean {
  return JSON.stringify({ ...one, source: null }) === JSON.stringify({ ...other, source: null });
}

function Part({ term, value }: { term: string; value: Value | null }) {
  if (value === null) return null;
  return (
    <div className="flex gap-1.5">
      <dt className="text-waiting">
        {term}
        {value.source === null ? '' : ` (${sourceWords(value.source)})`}
      </dt>
      <dd className="font-medium">
        <ValueText value={value} />
      </dd>
    </div>
  );
}

function ValueText({ value }: { value: Value }) {
  switch (value.kind) {
    case 'money':
      return moneyPhrase(value.minor, value.currency, LOCALE);
    case 'duration':
      return `${value.ms < 0 ? '−' : ''}${formatSpan(Math.abs(value.ms))}`;
    case 'time':
      return <Moment at={value.at} clock="checked against" zoned />;
    case 'count':
      return formatCount(value.count, LOCALE);
    case 'text':
      return value.text;
  }
}
