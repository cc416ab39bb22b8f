import {z} from 'zod';
import {
  componentFields,
  happeningFields,
  healthFields,
  monitorRecordSchema,
  nodeFields,
  problemFields,
} from '../monitor/record-schema.js';

type Fields = Readonly<Record<string, z.ZodType>>;

/** What stands in several records, by the name of its section. */
const parts: Readonly<Record<string, Fields>> = {
  component: componentFields,
  problem: problemFields,
  node: nodeFields,
  happening: happeningFields,
  'state of health': healthFields,
};

/** docs/monitor.md, from the schema: what each line of `monitor --output json` holds. Pure. */
export const monitorRecordPage = (): string =>
  `${[
    '# What `genestack monitor --output json` prints',
    '',
    'One JSON object a line, without control sequences; `type` says which. `npm run docs` writes this page from',
    '`source/monitor/record-schema.ts`. The first line is the picture; what follows is what changes, until it is ended or nobody reads',
    'any more. With `--once` the picture is all, and the exit code says whether all is well. What cannot be looked at is an `error`',
    'with `code`, `message` and `remedy`. Fields may be added; one that is here keeps its meaning.',
    ...monitorRecordSchema.options.flatMap(({shape, description = ''}) => [
      '',
      `## ${shape.type.value}`,
      '',
      description,
      '',
      ...table(shape),
    ]),
    ...Object.entries(parts).flatMap(([name, fields]) => ['', `## Of a ${name}`, '', ...table(fields)]),
  ].join('\n')}\n`;

const linkTo = (part: string): string => `[${part}](#of-a-${part.replaceAll(' ', '-')})`;

const table = (fields: Fields): string[] => {
  const part = Object.entries(parts).find(([, its]) =>
    Object.keys(its).every(key => its[key] === fields[key]),
  );
  const own = part === undefined ? [] : Object.keys(part[1]);
  const isPart = part !== undefined && own.length === Object.keys(fields).length;
  const shown = Object.entries(fields).filter(([key]) => key !== 'type' && (isPart || !own.includes(key)));
  return [
    '| field | what it is | |',
    '|---|---|---|',
    ...shown.map(([key, field]) => `| \`${key}\` | ${typeOf(field)} | ${field.description ?? ''} |`),
    ...(part === undefined || isPart ? [] : [`| and all | ${linkTo(part[0])} | |`]),
  ];
};

/** `text`, `number or null`, `one of ready, failed`, `list of [problem](#of-a-problem)`. */
const typeOf = (field: z.ZodType): string => {
  if (field instanceof z.ZodNullable) return `${typeOf(field.unwrap() as z.ZodType)} or null`;
  if (field instanceof z.ZodOptional) return `${typeOf(field.unwrap() as z.ZodType)}, or absent`;
  if (field instanceof z.ZodArray) return `list of ${typeOf(field.element as z.ZodType)}`;
  if (field instanceof z.ZodEnum) return field.options.map(option => `\`${option}\``).join(', ');
  if (field instanceof z.ZodISODateTime) return 'time, ISO 8601';
  if (field instanceof z.ZodNumber) return 'number';
  if (field instanceof z.ZodBoolean) return 'true or false';
  if (field instanceof z.ZodObject) {
    const shape = field.shape as Fields;
    const part = Object.entries(parts).find(([, its]) =>
      Object.keys(its).every(key => its[key] === shape[key]),
    );
    return part === undefined
      ? `object of ${Object.keys(shape)
          .map(key => `\`${key}\``)
          .join(', ')}`
      : linkTo(part[0]);
  }
  return 'text';
};
