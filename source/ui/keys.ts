import {keyBindings} from './key-bindings.js';
import type {KeyContext} from './key-contexts.js';
import type {KeyPress} from './key-press.js';

export type Intent =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'page-up'
  | 'page-down'
  | 'home'
  | 'end'
  | 'next'
  | 'back'
  | 'toggle'
  | 'draft'
  | 'about'
  | 'why'
  | 'logs'
  | 'filter'
  | 'follow'
  | 'fold-all'
  | 'show-more'
  | 'tree'
  | 'nodes'
  | 'problems'
  | 'changes'
  | 'big'
  | 'spoken'
  | 'copy'
  | 'monitor'
  | 'wheel'
  | 'retry'
  | 'skip'
  | 'lengthen'
  | 'pause'
  | 'stop'
  | 'sheet'
  | 'quit'
  | 'interrupt';

export interface KeyBinding {
  readonly id: string;
  /** By the name of the key, or by the character that it types. */
  readonly presses: Readonly<Record<string, Intent>>;
  /** The keys as the footer and the key sheet name them: a text, or a name of the theme's glyphs. */
  readonly shown: string;
  /** What it does, in a word or two. */
  readonly label: string;
  readonly contexts: readonly KeyContext[];
  /** Only the key sheet names it. */
  readonly isQuiet?: true;
}

/** What a screen's reducer is told. */
export type ScreenAction =
  | {readonly type: 'intent'; readonly intent: Intent}
  /** Typed or pasted, without control characters. */
  | {readonly type: 'text'; readonly text: string}
  | {readonly type: 'edit'; readonly edit: Edit};

export type Edit = 'backspace' | 'delete' | 'left' | 'right' | 'home' | 'end' | 'clear-line';

const edits: ReadonlySet<string> = new Set<Edit>([
  'backspace',
  'delete',
  'left',
  'right',
  'home',
  'end',
  'clear-line',
]);

/** Contexts in which what is typed is text. */
const isTyping = (context: KeyContext): boolean =>
  context === 'form-text' || context === 'tree-filter' || context === 'monitor-filter';

const boundTo = (bindings: readonly KeyBinding[], context: KeyContext): ReadonlyMap<string, Intent> =>
  new Map(
    bindings
      .filter(({contexts}) => contexts.includes(context))
      .flatMap(({presses}) => Object.entries(presses)),
  );

const tables = new Map<KeyContext, ReadonlyMap<string, Intent>>();

const tableOf = (context: KeyContext): ReadonlyMap<string, Intent> => {
  const table = tables.get(context) ?? boundTo(keyBindings, context);
  tables.set(context, table);
  return table;
};

/** What a key is meant to do here; undefined where it is bound to nothing. */
export const intentOf = (context: KeyContext, {name, text}: KeyPress): Intent | undefined =>
  name === 'paste' ? undefined : tableOf(context).get(name === 'text' ? text : name);

/** What a key says to the screen: its intent, or in a text field a text or an edit. */
export const actionOf = (context: KeyContext, press: KeyPress): ScreenAction | undefined => {
  const intent = intentOf(context, press);
  if (intent !== undefined) {
    return {type: 'intent', intent};
  }
  if (!isTyping(context)) {
    return undefined;
  }
  if (edits.has(press.name)) {
    return {type: 'edit', edit: press.name as Edit};
  }
  return press.text === '' ? undefined : {type: 'text', text: press.text};
};

/** Bindings of a context in the order of the table. */
export const bindingsOf = (context: KeyContext): readonly KeyBinding[] =>
  keyBindings.filter(({contexts}) => contexts.includes(context));
