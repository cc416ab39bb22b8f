import {Text} from 'ink';
import {FieldLine, Problem} from '../components/field-line.js';
import {WizardFrame} from '../components/wizard-frame.js';
import {fit} from '../layout.js';
import {useBodySize} from '../screen-size.js';
import {useTheme} from '../theme.js';
import {centredWindow} from '../window.js';
import {valueAt} from '../wizard/answers.js';
import type {FormField} from '../wizard/form-fields.js';
import {focusedField, formFields, noteOf, problemOf, textOf, typedField} from '../wizard/form-steps.js';
import type {WizardState} from '../wizard/wizard-state.js';

const labelWidth = 20;

/** Fields of one step, as many as there is room for around the one with the focus. */
export const FormScreen = ({state}: {readonly state: WizardState}) => {
  const {columns, rows} = useBodySize();
  const fields = formFields(state);
  const focus = focusedField(state);
  const index = focus === undefined ? 0 : fields.indexOf(focus);
  const most = Math.max(1, rows - 5);
  const {start, end} = centredWindow(fields.length, most, index);
  return (
    <WizardFrame state={state}>
      {fields.slice(start, end).map(field => {
        const isFocused = field === focus;
        const problem = problemOf(state, field);
        return field.kind === 'choice' ? (
          <ChoiceLine key={field.path} state={state} field={field} isFocused={isFocused} problem={problem} />
        ) : (
          <FieldLine
            key={field.path}
            label={field.label}
            labelWidth={labelWidth}
            columns={columns}
            isFocused={isFocused}
            field={isFocused ? typedField(state, field) : {text: textOf(state, field), cursor: 0}}
            valueWidth={30}
            note={noteOf(state, field)}
            problem={problem ?? ''}
          />
        );
      })}
    </WizardFrame>
  );
};

interface ChoiceLineProps {
  readonly state: WizardState;
  readonly field: FormField;
  readonly isFocused: boolean;
  readonly problem: string | undefined;
}

const ChoiceLine = ({state, field, isFocused, problem}: ChoiceLineProps) => {
  const theme = useTheme();
  const {columns} = useBodySize();
  const value = valueAt(state.profile, field.path);
  return (
    <>
      <Text wrap="truncate">
        <Text {...theme.style(isFocused ? 'title' : 'plain')}>
          {fit(` ${field.label}`, labelWidth, theme)}
        </Text>
        {(field.options ?? []).map(option => {
          const isChosen = option.value === value;
          return (
            <Text
              key={option.label}
              {...theme.style(isChosen && isFocused ? 'focus' : isChosen ? 'title' : 'faint')}
            >
              {isChosen ? theme.glyphs.pointer : ' '} {option.label}
              {'  '}
            </Text>
          );
        })}
      </Text>
      {isFocused && problem !== undefined ? (
        <Problem problem={problem} indent={labelWidth + 2} columns={columns} />
      ) : null}
    </>
  );
};
