import 'reflect-metadata';
import {randomBytes, webcrypto} from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** A certificate and its key, both PEM (the key in PKCS #8). */
export interface CertifiedKey {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateRequest {
  readonly commonName: string;
  /** Kubernetes reads them as groups. */
  readonly organizations?: readonly string[];
  readonly usages: readonly ('server' | 'client')[];
  /** Names and addresses that a server answers to. */
  readonly names?: readonly string[];
  readonly addresses?: readonly string[];
}

/** A certificate authority that lives as long as the process: its key is never written. */
export interface Authority {
  /** PEM. */
  readonly certificate: string;
  issue(request: CertificateRequest): Promise<CertifiedKey>;
}

const algorithm = {name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'};
const day = 24 * 60 * 60 * 1000;
const daysOfLife = 3650;

const extendedUsages = {
  server: x509.ExtendedKeyUsage.serverAuth,
  client: x509.ExtendedKeyUsage.clientAuth,
} as const;

/** Makes an authority; `now` is in milliseconds, certificates begin a day earlier, for clocks that disagree. */
export const createAuthority = async (commonName: string, now = Date.now()): Promise<Authority> => {
  const life = {notBefore: new Date(now - day), notAfter: new Date(now + daysOfLife * day)};
  const keys = await generateKeys();
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: distinguishedName(commonName),
    ...life,
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.digitalSignature, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return {
    certificate: pem(authority),
    async issue(request) {
      const own = await generateKeys();
      const alternatives = [
        ...(request.names ?? []).map(value => ({type: 'dns', value}) as const),
        ...(request.addresses ?? []).map(value => ({type: 'ip', value}) as const),
      ];
      const certificate = await x509.X509CertificateGenerator.create({
        serialNumber: serialNumber(),
        subject: distinguishedName(request.commonName, request.organizations),
        issuer: authority.subject,
        ...life,
        signingAlgorithm: algorithm,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension(request.usages.map(usage => extendedUsages[usage])),
          await x509.AuthorityKeyIdentifierExtension.create(authority),
          ...(alternatives.length > 0 ? [new x509.SubjectAlternativeNameExtension(alternatives)] : []),
        ],
      });
      return {certificate: pem(certificate), key: await keyPem(own.privateKey)};
    },
  };
};

const generateKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;

// A leading zero bit keeps the number positive, a set one keeps its length.
const serialNumber = (): string => {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
};

const distinguishedName = (commonName: string, organizations: readonly string[] = []): x509.JsonName => [
  ...organizations.map(organization => ({O: [organization]})),
  {CN: [commonName]},
];

const pem = (certificate: x509.X509Certificate): string => `${certificate.toString('pem')}\n`;

const keyPem = async (key: webcrypto.CryptoKey): Promise<string> => {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
  return `${x509.PemConverter.encode(der, 'PRIVATE KEY')}\n`;
};
