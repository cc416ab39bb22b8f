import {isDeepStrictEqual} from 'node:util';
import {z} from 'zod';
import {complete, isPlain} from './complete.js';
import {profileFileSchema} from './schema.js';

type Json = Record<string, unknown>;

/** Only these have no default; everything else may be left out of a file. */
const required = ['apiVersion', 'kind', 'edition'];

/**
 * The JSON Schema that editors read, made of the schema in code and the defaults. Where the editions differ, the default is said
 * in the description, since JSON Schema knows one default only.
 */
export const profileJsonSchema = (): Json => {
  const {$schema, ...schema} = z.toJSONSchema(profileFileSchema, {target: 'draft-07', io: 'input'}) as Json;
  return {
    $schema,
    title: 'Genestack profile',
    ...withDefaults(schema, complete({edition: 'flex'}), complete({edition: 'enterprise'})),
    required,
  };
};

/** The text of assets/profile.schema.json. */
export const profileJsonSchemaText = (): string => `${JSON.stringify(profileJsonSchema(), undefined, 2)}\n`;

const withDefaults = (schema: Json, flex: unknown, enterprise: unknown): Json => {
  const {properties, required: _required, ...rest} = schema;
  if (!isPlain(properties) || flex === undefined) {
    return annotated(schema, flex, enterprise);
  }
  return {
    ...rest,
    // An empty key means that nothing was chosen, e.g. where all below it is commented out.
    type: ['object', 'null'],
    properties: Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [
        key,
        required.includes(key)
          ? value
          : withDefaults(value as Json, defaultAt(flex, key), defaultAt(enterprise, key)),
      ]),
    ),
  };
};

const defaultAt = (from: unknown, key: string): unknown => (isPlain(from) ? from[key] : undefined);

const annotated = (schema: Json, flex: unknown, enterprise: unknown): Json => {
  if (flex === undefined && enterprise === undefined) {
    return schema;
  }
  return isDeepStrictEqual(flex, enterprise)
    ? {...schema, default: flex}
    : {
        ...schema,
        description: `${String(schema.description ?? '')} Default: ${JSON.stringify(flex)} for flex, ${JSON.stringify(enterprise)} for enterprise.`,
      };
};
