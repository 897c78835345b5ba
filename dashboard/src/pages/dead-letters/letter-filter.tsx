import { DEAD_LETTER_CODES } from '@tieout/core';
import { X } from 'lucide-react';
import { Button, Chip } from '../../components/button.tsx';
import { deadLetterWords } from '../../format/labels.ts';
import { isFiltered, NO_FILTER, RANGES, toggled, type DeadLetterFilter, type Range } from './filter.ts';

interface Props {
  readonly filter: DeadLetterFilter;
  readonly onChange: (filter: DeadLetterFilter) => void;
}

const RANGE_WORDS: Record<Range, string> = { '1h': '1 h', '24h': '24 h', '7d': '7 d', '': 'All' };
const RANGES_SHOWN: readonly Range[] = ['1h', '24h', '7d', ''];
const CHIPS = 'flex min-w-0 gap-1.5 max-lg:-my-1 max-lg:overflow-x-auto max-lg:py-1 max-lg:pr-4 lg:flex-wrap';

export function LetterFilter({ filter, onChange }: Props) {
  return (
    <div className="flex flex-col gap-2">
      <div role="group" aria-label="Range" className="flex gap-2">
        <span className="w-12 shrink-0 text-small leading-7 text-waiting">Range</span>
        <div className={CHIPS}>
          {RANGES_SHOWN.map((range) => (
            <Chip
              key={range}
              pressed={filter.range === range}
              onClick={() => onChange({ ...filter, range })}
              title={
                range === '' ? 'Since the beginning' : `Refused in the last ${RANGES[range] / 3_600_000} h`
              }
            >
              {RANGE_WORDS[range]}
            </Chip>
          ))}
          {filter.q !== '' && (
            <Chip pressed onClick={() => onChange({ ...filter, q: '' })} title={`Take away: ${filter.q}`}>
              Id begins with {filter.q}
              <X size={13} aria-hidden="true" />
            </Chip>
          )}
        </div>
      </div>
      <div role="group" aria-label="Code" className="flex gap-2">
        <span className="w-12 shrink-0 text-small leading-7 text-waiting">Code</span>
        <div className={CHIPS}>
          {DEAD_LETTER_CODES.map((code) => (
            <Chip
              key={code}
              pressed={filter.code.includes(code)}
              onClick={() => onChange(toggled(filter, code))}
              title={code}
            >
              {deadLetterWords(code)}
            </Chip>
          ))}
          {isFiltered(filter) && (
            <Button
              look="quiet"
              className="!h-7 !px-2 text-small"
              onClick={() => onChange({ ...NO_FILTER, range: filter.range })}
            >
              Clear filters
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}
