import { createContext, useContext, type ReactNode } from 'react';
import type { Role } from '../api/schema.ts';
import type { Person } from './session.ts';

const PersonContext = createContext<Person | null>(null);

export function PersonProvider({ person, children }: { person: Person; children: ReactNode }) {
  return <PersonContext value={person}>{children}</PersonContext>;
}

export function usePerson(): Person {
  const person = useContext(PersonContext);
  if (person === null) throw new Error('usePerson outside PersonProvider');
  return person;
}

export function useHasRole(role: Role): boolean {
  return usePerson().roles.includes(role);
}
