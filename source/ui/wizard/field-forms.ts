import type {Profile} from '../../profile/schema.js';

/** How a value is written in one line, and read again; what cannot be read is a value that the schema refuses. */
export interface FieldForm {
  format(value: unknown): string;
  parse(text: string): unknown;
}

type Peers = Profile['network']['loadBalancer']['peers'];
type Devices = Profile['storage']['ceph']['devices'];

const items = (text: string): string[] =>
  text
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '');

/** `192.0.2.1 64512 64513`: the router, its autonomous system, ours; several with commas. */
export const peers: FieldForm = {
  format: value =>
    ((value ?? []) as Peers).map(({address, asn, myAsn}) => `${address} ${asn} ${myAsn}`).join(', '),
  parse: text =>
    items(text).map(item => {
      const [address, asn, myAsn] = item.split(/\s+/);
      return {address, asn: Number(asn), myAsn: Number(myAsn)};
    }),
};

/** `all`, names with commas, or an expression between slashes. */
export const cephDevices: FieldForm = {
  format: value => {
    const devices = (value ?? '') as NonNullable<Devices> | '';
    return devices === '' || devices === 'all'
      ? devices
      : 'list' in devices
        ? devices.list.join(', ')
        : `/${devices.filter}/`;
  },
  parse: text => {
    const expression = /^\/(.*)\/$/.exec(text.trim())?.[1];
    return text.trim() === 'all'
      ? 'all'
      : expression === undefined
        ? {list: items(text)}
        : {filter: expression};
  },
};
