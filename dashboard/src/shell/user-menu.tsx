import { useNavigate } from '@tanstack/react-router';
import { LogOut, Settings2, UserRound } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { usePerson } from '../session/person-context.tsx';
import { leadingRole, signOut } from '../session/session.ts';

const ITEM =
  'flex h-8 cursor-pointer items-center gap-2.5 rounded-[5px] px-2 text-table outline-none data-[highlighted]:bg-hover';

export function UserMenu() {
  const person = usePerson();
  const navigate = useNavigate();
  const role = leadingRole(person.roles);
  return (
    // Not modal: locking the page would write a style element, which the content security policy refuses.
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="flex h-8 shrink-0 items-center gap-2 rounded-control px-1 text-table hover:bg-hover lg:px-2">
        <span className="flex size-7 items-center justify-center rounded-full bg-waiting-tint text-ink-soft">
          <UserRound size={16} aria-hidden="true" />
        </span>
        <span className="sr-only">User menu</span>
        <span className="hidden text-left leading-4 lg:block">
          <span className="block font-medium">{person.username}</span>
          <span className="block text-micro text-waiting">{role ?? 'no role'}</span>
        </span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          className="z-50 w-60 rounded-panel border border-line bg-panel p-1.5 text-ink shadow-float"
        >
          <div className="px-2 pt-1 pb-2">
            <p className="truncate font-semibold">{person.name}</p>
            <p className="text-small text-ink-soft">
              {person.username} · {person.roles.length === 0 ? 'no role' : person.roles.join(', ')}
            </p>
          </div>
          <DropdownMenu.Separator className="mb-1 h-px bg-line" />
          <DropdownMenu.Item className={ITEM} onSelect={() => void navigate({ to: '/me' })}>
            <Settings2 size={15} aria-hidden="true" />
            Preferences
          </DropdownMenu.Item>
          <DropdownMenu.Item className={ITEM} onSelect={() => void signOut()}>
            <LogOut size={15} aria-hidden="true" />
            Sign out
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
