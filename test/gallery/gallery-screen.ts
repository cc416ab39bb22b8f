import type {ReactNode} from 'react';

/** One picture of the gallery: a screen in a state that never changes. */
export interface GalleryScreen {
  /** Of its files. */
  readonly name: string;
  /** What is seen, for who cannot see it. */
  readonly title: string;
  readonly element: ReactNode;
  readonly columns?: number;
  readonly rows?: number;
  readonly isAscii?: boolean;
}
