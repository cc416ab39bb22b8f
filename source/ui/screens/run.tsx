import type {Run, RunView} from '../ports.js';
import type {RunScreen as RunScreenState} from '../tree/run-screen.js';
import {CopyScreen} from './copy.js';
import {DoneScreen} from './done.js';
import {LogsScreen} from './logs.js';
import {TreeScreen} from './tree.js';
import {WhyScreen} from './why.js';

export interface RunScreenProps {
  readonly view: RunView;
  readonly state: RunScreenState;
  readonly inquire: Run['inquire'];
}

/** Whatever of a run is in front. */
export const RunScreen = ({view, state, inquire}: RunScreenProps) => {
  if (state.layer === 'why' && state.target !== null) {
    const {target, scroll, notice} = state;
    return (
      <WhyScreen
        view={view}
        target={target}
        scroll={scroll}
        inquire={inquire}
        notice={notice}
        tail={state.tail}
      />
    );
  }
  if (state.layer === 'copy' && state.target !== null) {
    return <CopyScreen target={state.target} inquiry={inquire(state.target)} />;
  }
  if (state.layer === 'logs' && state.log !== null) {
    return <LogsScreen log={state.log} />;
  }
  if (state.layer === 'done') {
    return <DoneScreen view={view} scroll={state.scroll} showsStandIns={state.showsStandIns} />;
  }
  return <TreeScreen view={view} state={state} />;
};
