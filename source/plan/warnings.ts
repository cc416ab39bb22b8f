import type {Plan} from './plan.js';

/** What has to be known of the components that are on before they are installed, one sentence each with the row's name before it. */
export const componentWarnings = ({components}: Pick<Plan, 'components'>): string[] =>
  components
    .filter(({enabled}) => enabled)
    .flatMap(({name, row, warning}) => (warning === undefined ? [] : [`${row ?? name}: ${warning}`]));
