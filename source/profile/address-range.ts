import {Address4, Address6} from 'ip-address';

/** A stretch of addresses of one family, both ends in it. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

type Address = Address4 | Address6;

/** An address, or what is wrong with the text; leading zeros, zones and prefixes are refused. */
const parseAddress = (text: string): Address | undefined => {
  // The library's limits hold for any text; the longest address has 45 characters.
  if (text.length > 45 || /[/%\s]/.test(text)) {
    return undefined;
  }
  if (Address4.isValid(text)) {
    return /^0\d|\.0\d/.test(text) ? undefined : new Address4(text);
  }
  return Address6.isValid(text) ? new Address6(text) : undefined;
};

const familyOf = (address: Address): 4 | 6 => (address instanceof Address4 ? 4 : 6);

const fromAddress = (address: Address): AddressRange => ({
  family: familyOf(address),
  first: address.bigInt(),
  last: address.bigInt(),
});

/** @returns the range of a CIDR, or a sentence that says what is wrong and what would be right. */
export const parseNetwork = (text: string): AddressRange | string => {
  const [host = '', prefix, ...rest] = text.split('/');
  const address = parseAddress(host);
  if (!address || rest.length > 0) {
    return 'must be a network as CIDR, e.g. 10.0.0.0/16';
  }
  const bits = address instanceof Address4 ? 32 : 128;
  if (prefix === undefined || !/^(0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > bits) {
    return `must end in the length of its prefix, /0 to /${bits}, e.g. ${address.correctForm()}/${bits === 32 ? 24 : 64}`;
  }
  const whole = address instanceof Address4 ? new Address4(text) : new Address6(text);
  const start = whole.startAddress().correctForm();
  if (whole.startAddress().bigInt() !== address.bigInt()) {
    return `has bits of a host behind its prefix; the network is ${start}/${prefix}`;
  }
  return {
    family: familyOf(whole),
    first: whole.startAddress().bigInt(),
    last: whole.endAddress().bigInt(),
  };
};

/** A CIDR, `first-last` or a single address. @returns its range, or a sentence as `parseNetwork` does. */
export const parseRange = (text: string): AddressRange | string => {
  if (text.includes('/')) {
    return parseNetwork(text);
  }
  const parts = text.split('-').map(part => part.trim());
  const [from, to] = [parseAddress(parts[0] ?? ''), parseAddress(parts[1] ?? parts[0] ?? '')];
  if (!from || !to || parts.length > 2) {
    return 'must be a network (10.0.0.0/28), a range (10.0.0.8-10.0.0.15) or an address (10.0.0.8)';
  }
  if (familyOf(from) !== familyOf(to)) {
    return 'begins in one family and ends in the other; both must be IPv4, or both IPv6';
  }
  if (from.bigInt() > to.bigInt()) {
    return `ends before it begins; write ${to.correctForm()}-${from.correctForm()}`;
  }
  return {family: familyOf(from), first: from.bigInt(), last: to.bigInt()};
};

/** @returns the address as a range of one, or a sentence as `parseNetwork` does. */
export const parseSingle = (text: string): AddressRange | string => {
  const address = parseAddress(text);
  return address ? fromAddress(address) : 'must be an address, e.g. 10.0.0.1 or fd00::1';
};

export const overlaps = (a: AddressRange, b: AddressRange): boolean =>
  a.family === b.family && a.first <= b.last && b.first <= a.last;

export const contains = (outer: AddressRange, inner: AddressRange): boolean =>
  outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;

/** A range as MetalLB's pools take it: a single address becomes a network of one, blanks around the dash go. */
export const poolRange = (text: string): string => {
  if (text.includes('/')) {
    return text;
  }
  const parts = text.split('-').map(part => part.trim());
  return parts.length === 1 ? `${text}/32` : parts.join('-');
};
