import {writeFileSync} from 'node:fs';
import {packagePath} from '../assets.js';
import {profileJsonSchemaText} from './json-schema.js';

writeFileSync(packagePath('assets/profile.schema.json'), profileJsonSchemaText());
