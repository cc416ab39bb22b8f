import type {Contact, ContactWord} from '../cluster/contact.js';
import type {EngineEvent} from '../engine/events.js';
import {duration} from '../report/duration.js';

const secondsOf = ({since}: ContactWord, now: number): number => Math.max(0, now - since) / 1000;

/** An outage of the API, or its end, as an event of a run. */
export const contactEvent = (word: ContactWord, now: number): EngineEvent => ({
  time: new Date(now).toISOString(),
  ...(word.type === 'silent'
    ? {type: 'api-silent', since: new Date(word.since).toISOString(), why: word.why}
    : {type: 'api-heard', seconds: secondsOf(word, now)}),
});

/** Says in sentences when the API is away and when it is back, as long as no run is there that could tell it; returns how to stop. */
export const sayOutages = (contact: Pick<Contact, 'listen'>, say: (sentence: string) => void): (() => void) =>
  contact.listen(word => {
    const time = duration(secondsOf(word, Date.now()));
    say(
      word.type === 'silent'
        ? `The API server has not answered for ${time}: ${word.why}. It is waited for.`
        : `The API server answers again, after ${time}.`,
    );
  });
