import {KeySheet} from '../../source/ui/components/key-sheet.js';
import {TooSmall} from '../../source/ui/components/too-small.js';
import type {GalleryScreen} from './gallery-screen.js';

/** What stands before a screen for a while. */
export const layerScreens = (): readonly GalleryScreen[] => [
  {name: 'keys', title: 'Every key of the tree', element: <KeySheet of="tree" />},
  {
    name: 'too-small',
    title: 'A window that is too small',
    element: <TooSmall isRunning />,
    columns: 40,
    rows: 8,
  },
];
