import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  nextOf,
  parsePreferences,
  setPreferences,
  startPreferences,
  THEMES,
  zonesOffered,
} from './preferences.ts';

describe('stored preferences', () => {
  it('are taken as far as they are known', () => {
    expect(
      parsePreferences(
        '{"theme":"dark","density":"huge","zone":"business","businessZone":"Asia/Kolkata","railOpen":true,"columns":{"breaks":"id,risk","transactions":3},"shortcuts":"yes"}',
      ),
    ).toEqual({
      theme: 'dark',
      density: 'regular',
      zone: 'business',
      businessZone: 'Asia/Kolkata',
      railOpen: true,
      columns: { breaks: 'id,risk' },
      shortcuts: true,
    });
  });

  it('fall back to the defaults where they cannot be read', () => {
    const defaults = parsePreferences(null);
    expect(parsePreferences('{not json')).toEqual(defaults);
    expect(parsePreferences('null')).toEqual(defaults);
    expect(parsePreferences('"dark"')).toEqual(defaults);
    expect(defaults.zone).toBe('utc');
  });

  it('offer the business zone where it is not UTC, and take none that is unknown', () => {
    expect(zonesOffered('Asia/Kolkata')).toEqual(['utc', 'local', 'business']);
    expect(zonesOffered('UTC')).toEqual(['utc', 'local']);
    expect(parsePreferences('{"businessZone":"Mars/Base"}').businessZone).toBe('UTC');
  });

  it('cycle through every choice and begin again', () => {
    expect(nextOf(THEMES, 'system')).toBe('light');
    expect(nextOf(THEMES, 'dark')).toBe('system');
  });
});

describe('a changed preference', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('leaves what another tab has set since this one began', () => {
    const stored = new Map([['tieout.preferences', '{"theme":"light"}']]);
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, text: string) => stored.set(key, text),
    });
    vi.stubGlobal('document', { documentElement: { dataset: {} } });
    startPreferences();
    stored.set('tieout.preferences', '{"theme":"dark","density":"roomy"}');
    setPreferences({ businessZone: 'Asia/Kolkata' });
    expect(parsePreferences(stored.get('tieout.preferences') ?? null)).toMatchObject({
      theme: 'dark',
      density: 'roomy',
      businessZone: 'Asia/Kolkata',
    });
    expect(document.documentElement.dataset['theme']).toBe('dark');
  });
});
