import {Address4, Address6} from 'ip-address';
import {type AddressRange, overlaps} from './address-range.js';

/** Where free networks are looked for: the private ones of RFC 1918, and unique local ones of RFC 4193. */
const spaces: Readonly<Record<4 | 6, readonly {readonly first: bigint; readonly last: bigint}[]>> = {
  4: [
    {first: 0x0a_00_00_00n, last: 0x0a_ff_ff_ffn},
    {first: 0xac_10_00_00n, last: 0xac_1f_ff_ffn},
    {first: 0xc0_a8_00_00n, last: 0xc0_a8_ff_ffn},
  ],
  6: [{first: 0xfd00n << 112n, last: (0xfd01n << 112n) - 1n}],
};

export const addressText = (family: 4 | 6, value: bigint): string =>
  (family === 4 ? Address4.fromBigInt(value) : Address6.fromBigInt(value)).correctForm();

/** The length of the prefix of the smallest network that has room for a range. */
export const prefixFor = ({family, first, last}: AddressRange): number => {
  const bits = family === 4 ? 32 : 128;
  return bits - (last - first === 0n ? 0 : (last - first).toString(2).length);
};

/** The first private network of a family and prefix that none of the taken ones overlaps; undefined where all is taken. */
export const freeNetwork = (
  family: 4 | 6,
  prefix: number,
  taken: readonly AddressRange[],
): string | undefined => {
  const size = 1n << BigInt((family === 4 ? 32 : 128) - prefix);
  for (const space of spaces[family]) {
    let first = space.first;
    while (first % size === 0n && first + size - 1n <= space.last) {
      const candidate: AddressRange = {family, first, last: first + size - 1n};
      const hit = taken.find(other => overlaps(other, candidate));
      if (!hit) {
        return `${addressText(family, first)}/${prefix}`;
      }
      first = (hit.last / size + 1n) * size;
    }
  }
  return undefined;
};
