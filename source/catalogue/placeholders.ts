import {exitCodes, GenestackError} from '../errors.js';

const pattern = /\$\$\{|\$\{([^{}]*)\}/g;
const whole = /^\$\{([^{}]*)\}$/;

/**
 * A copy of the value with every `${path.to.value}` and `${path:-default}` in its texts filled from the context.
 * A text that is exactly one placeholder takes over the value with its type; `$${` stands for a literal `${`.
 * Keys of objects stay as they are. A path's key may itself hold dots (`secret.tls.tls.crt`).
 * @throws GenestackError GS-CAT-02 that names a path which is absent and has no default, GS-CAT-03 where a list or object stands inside a text.
 */
export const fill = (value: unknown, context: unknown): unknown => {
  if (typeof value === 'string') {
    return fillText(value, context);
  }
  if (Array.isArray(value)) {
    return value.map(item => fill(item, context));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, context)]));
  }
  return value;
};

const fillText = (text: string, context: unknown): unknown => {
  const only = whole.exec(text);
  if (only) {
    return resolve(only[1] as string, context);
  }
  return text.replace(pattern, (found, expression: string | undefined) => {
    if (expression === undefined) {
      return '${';
    }
    const value = resolve(expression, context);
    if (typeof value === 'object') {
      throw new GenestackError(
        'GS-CAT-03',
        `${found} is a list or an object and stands inside the text '${text}'.`,
        'Let the placeholder be the whole text, or name one value of it.',
        exitCodes.precondition,
      );
    }
    return String(value);
  });
};

const resolve = (expression: string, context: unknown): unknown => {
  const [path = '', ...rest] = expression.split(':-');
  const value = at(context, path.trim().split('.'));
  if (value !== undefined && value !== null) {
    return value;
  }
  if (rest.length > 0) {
    return scalar(rest.join(':-'));
  }
  throw new GenestackError(
    'GS-CAT-02',
    `\${${expression}} was to be filled and there is no ${path.trim()}.`,
    `Give ${path.trim()} a value, or write a default: \${${path.trim()}:-default}.`,
    exitCodes.precondition,
  );
};

/** Keys may hold dots themselves, so every cut of the path is tried, the shortest key first. */
const at = (context: unknown, path: readonly string[]): unknown => {
  if (path.length === 0) {
    return context;
  }
  if (typeof context !== 'object' || context === null) {
    return undefined;
  }
  for (let length = 1; length <= path.length; length++) {
    const key = path.slice(0, length).join('.');
    if (Object.hasOwn(context, key)) {
      const value = at((context as Record<string, unknown>)[key], path.slice(length));
      if (value !== undefined) {
        return value;
      }
    }
  }
  return undefined;
};

/** A default keeps the type that it would have in YAML: number, boolean, else text. */
const scalar = (text: string): unknown =>
  /^(true|false|-?(0|[1-9]\d*)(\.\d+)?)$/.test(text) ? JSON.parse(text) : text;
