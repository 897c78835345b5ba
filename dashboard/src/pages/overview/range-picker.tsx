import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ArrowLeftRight, X } from 'lucide-react';
import { IconButton } from '../../components/button.tsx';
import { useZone } from '../../components/moment.tsx';
import { formatDay, formatMinute } from '../../format/time.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { listBetween } from './bucket-list.ts';
import { DEFAULT_RANGE, neighbour, rangeOf, RANGE_WORDS, RANGES, searchOf, type Range } from './range.ts';

/** The range in the address, and how to change it: every range is a page of its own, so Back leads to the one before. */
export function useRange(): readonly [Range, (range: Range) => void] {
  const navigate = useNavigate();
  const range = rangeOf(useSearch({ from: '/' }));
  return [range, (next) => void navigate({ to: '/', search: searchOf(next) })];
}

/** Which stretch of time the charts show; the keys [ and ] go through them. */
export function RangePicker() {
  const [range, setRange] = useRange();
  useShortcuts({
    '[': () => setRange(neighbour(range, -1)),
    ']': () => setRange(neighbour(range, 1)),
  });
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      {range.kind === 'span' && (
        <OwnSpan
          from={range.from}
          to={range.to}
          close={() => setRange({ kind: 'last', name: DEFAULT_RANGE })}
        />
      )}
      <div
        role="group"
        aria-label="Time shown"
        className="flex rounded-control border border-control bg-panel p-0.5"
      >
        {RANGES.map((name) => {
          const pressed = range.kind === 'last' && range.name === name;
          return (
            <button
              key={name}
              type="button"
              aria-pressed={pressed}
              title={`The ${RANGE_WORDS[name]}`}
              onClick={() => setRange({ kind: 'last', name })}
              className={`h-6 rounded-[4px] px-2.5 text-small whitespace-nowrap ${pressed ? 'bg-selected font-semibold text-matched' : 'text-ink-soft hover:bg-hover hover:text-ink'}`}
            >
              {name.replace(/[a-z]/, (unit) => ` ${unit === 'm' ? 'min' : unit}`)}
            </button>
          );
        })}
      </div>
    </div>
  );
}

/** A stretch that was drawn in a chart or sent as a link. */
function OwnSpan({ from, to, close }: { from: string; to: string; close: () => void }) {
  const { timeZone, label } = useZone();
  const text = (at: string): string => {
    const ms = Date.parse(at);
    return `${formatDay(ms, timeZone)} ${formatMinute(ms, timeZone)}`;
  };
  const sameDay = formatDay(Date.parse(from), timeZone) === formatDay(Date.parse(to), timeZone);
  return (
    <span className="inline-flex h-7 items-center gap-1 rounded-control border border-matched bg-matched-tint pl-2.5 text-small font-medium text-matched">
      {text(from)} – {sameDay ? formatMinute(Date.parse(to), timeZone) : text(to)} {label}
      <Link
        to="/transactions"
        search={listBetween(Date.parse(from), Date.parse(to), [])}
        aria-label="Its transactions"
        title="Its transactions"
        className="inline-flex size-6 items-center justify-center rounded-control hover:bg-hover"
      >
        <ArrowLeftRight size={13} aria-hidden="true" />
      </Link>
      <IconButton label="Back to the last hour" onClick={close} className="!size-6">
        <X size={13} aria-hidden="true" />
      </IconButton>
    </span>
  );
}

export function rangeWords(range: Range): string {
  return range.kind === 'last' ? RANGE_WORDS[range.name] : 'the time chosen';
}
