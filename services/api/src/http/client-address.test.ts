import { describe, expect, it } from 'vitest';
import { clientAddress } from './client-address.ts';

describe('the address of a client', () => {
  it('is the peer’s', () => {
    expect(clientAddress({ address: '203.0.113.7', headers: {} })).toBe('203.0.113.7');
  });

  it('is whom the web origin on this machine saw', () => {
    const headers = { 'x-forwarded-for': '203.0.113.7' };
    expect(clientAddress({ address: '::ffff:127.0.0.1', headers })).toBe('203.0.113.7');
  });

  it('is never what the client wrote itself', () => {
    const headers = { 'x-forwarded-for': '198.51.100.1, 203.0.113.7' };
    expect(clientAddress({ address: '127.0.0.1', headers })).toBe('203.0.113.7');
    expect(clientAddress({ address: '203.0.113.9', headers })).toBe('203.0.113.9');
  });
});
