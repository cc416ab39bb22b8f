import {randomUUID} from 'node:crypto';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Home} from './home.js';

/** Words before a command that then runs as on another machine: other name, machine-id and boot, the same network and files. */
export const elsewhere = ({folder}: Home): readonly string[] => {
  const machine = join(folder, 'machine-id');
  const boot = join(folder, 'boot-id');
  writeFileSync(machine, `${randomUUID().replaceAll('-', '')}\n`);
  writeFileSync(boot, `${randomUUID()}\n`);
  const mounts = [
    `mount --bind ${machine} /etc/machine-id`,
    `mount --bind ${boot} /proc/sys/kernel/random/boot_id`,
    'hostname elsewhere',
  ];
  return [
    ...['unshare', '--map-root-user', '--mount', '--uts'],
    ...['sh', '-ec', `${mounts.join('\n')}\nexec "$@"`, 'sh'],
  ];
};
