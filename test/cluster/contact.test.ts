import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {type ContactWord, createContact} from '../../source/cluster/contact.js';

beforeEach(() => void vi.useFakeTimers({now: 0}));
afterEach(() => void vi.useRealTimers());

it('says once that the API is silent, when it is for long enough, and once that it is back', () => {
  const contact = createContact();
  const words: ContactWord[] = [];
  contact.listen(word => words.push(word));
  contact.missed('blink');
  vi.advanceTimersByTime(4000);
  contact.heard();
  vi.advanceTimersByTime(60_000);
  expect(words).toEqual([]);

  contact.missed('refused');
  vi.advanceTimersByTime(3000);
  contact.missed('timed out');
  vi.advanceTimersByTime(30_000);
  contact.missed('refused');
  contact.heard();
  contact.heard();
  expect(words).toEqual([
    {type: 'silent', since: 64_000, why: 'timed out'},
    {type: 'heard', since: 64_000},
  ]);
});

it('tells whoever comes during an outage of it at once, and when it is over', () => {
  const contact = createContact();
  contact.missed('refused');
  vi.advanceTimersByTime(60_000);
  const words: ContactWord[] = [];
  contact.listen(word => words.push(word));
  expect(words).toEqual([{type: 'silent', since: 0, why: 'refused'}]);
  contact.heard();
  expect(words.at(-1)).toEqual({type: 'heard', since: 0});
});
