// Must come before @peculiar/x509, whose dependency injection asks for it.
// oxlint-disable-next-line import/no-unassigned-import -- it exists for its side effect
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { readIfThere, writeWhole } from './state/files.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;
/** Renewed in time for a stack that runs for weeks. */
const RENEW_BEFORE_MS = 30 * DAY_MS;

/**
 * The stack's own certificate authority (`ca.pem`, the file clients trust) and one server's certificate for
 * `localhost` and `hosts` (`<name>.pem`: private key, then chain, as Kafka wants it). Both are made once and renewed before they end.
 */
export async function ensureCertificates(
  folder: string,
  name: string,
  commonName: string,
  hosts: readonly string[] = [],
): Promise<void> {
  cryptoProvider.set(webcrypto);
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const server = join(folder, `${name}.pem`);
  const [authority, present] = await Promise.all([readIfThere(join(folder, 'ca.pem')), readIfThere(server)]);
  if (isFresh(authority) && isFresh(present)) return;

  // The authority's private key is never kept: a renewal makes a new authority.
  const caKeys = await generateKeys();
  const caSubject = 'CN=Tieout local CA';
  const ca = await X509CertificateGenerator.createSelfSigned({
    name: caSubject,
    keys: caKeys,
    signingAlgorithm: ALGORITHM,
    ...validity(3650),
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${commonName}`,
    issuer: caSubject,
    publicKey: keys.publicKey,
    signingKey: caKeys.privateKey,
    signingAlgorithm: ALGORITHM,
    ...validity(825),
    extensions: [
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      // Client too: the broker shows the same certificate to its controller.
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      new SubjectAlternativeNameExtension([
        ...['localhost', ...hosts].map((value) => ({ type: 'dns' as const, value })),
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
    ],
  });
  const privateKey = PemConverter.encode(
    await webcrypto.subtle.exportKey('pkcs8', keys.privateKey),
    'PRIVATE KEY',
  );
  await writeWhole(server, `${privateKey}\n${certificate.toString('pem')}\n${ca.toString('pem')}\n`, 0o600);
  await writeWhole(join(folder, 'ca.pem'), `${ca.toString('pem')}\n`);
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

/** From an hour ago, for clocks that disagree a little. */
function validity(days: number): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Date.now() - 3_600_000), notAfter: new Date(Date.now() + days * DAY_MS) };
}

function isFresh(pem: string | undefined): boolean {
  const block = pem?.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/)?.[0];
  return block !== undefined && new X509Certificate(block).notAfter.getTime() - Date.now() > RENEW_BEFORE_MS;
}
