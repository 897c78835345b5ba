import { Group } from 'lucide-react';
import { FIELD_NAMES } from '../transactions/filter-words.ts';
import { GROUPINGS, groupingOf, type Grouping } from './groups.ts';
import { Menu } from './menu.tsx';

const CHOICES = [
  { value: 'none', words: 'No groups' },
  ...GROUPINGS.map((value) => ({ value, words: `By ${FIELD_NAMES[value].toLowerCase()}` })),
] as const;

interface Props {
  readonly grouping: Grouping | null;
  readonly onGroup: (grouping: Grouping | null) => void;
}

export function GroupMenu({ grouping, onGroup }: Props) {
  const words = CHOICES.find(({ value }) => value === (grouping ?? 'none'))?.words ?? '';
  return (
    <Menu
      label={`${words}. Change the groups`}
      icon={<Group size={15} aria-hidden="true" />}
      value={grouping ?? 'none'}
      choices={CHOICES}
      onChoose={(chosen) => onGroup(groupingOf(chosen))}
    />
  );
}
