import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Modality, modality } from '../contracts/words.ts';
import {
  accepted,
  admit,
  after,
  arrive,
  client,
  end,
  everyone,
  inCall,
  inTime,
  leave,
  partner,
  person,
  psychologist,
  refusal,
  remove,
  session,
  waiting,
} from './exampleSession.ts';
import { decide } from './rules.ts';
import type { SessionCommand, SessionState } from './state.ts';

const ceil = (participantId: string, ceiling: Modality): SessionCommand => ({
  kind: 'set-ceiling',
  participantId,
  ceiling,
});
const ask = (participantId: string, form: Modality, proposalId = 'question'): SessionCommand => ({
  kind: 'propose',
  participantId,
  proposalId,
  modality: form,
});
const say = (participantId: string, accept: boolean, proposalId = 'question'): SessionCommand => ({
  kind: 'answer',
  participantId,
  proposalId,
  accept,
});
const takeBack = (participantId: string, proposalId = 'question'): SessionCommand => ({
  kind: 'withdraw',
  participantId,
  proposalId,
});

const two = after(inCall);
const three = after([...inCall, [arrive(partner), inTime], [admit(partner), inTime]]);
const act = (state: SessionState, command: SessionCommand) =>
  accepted(decide(state, command, inTime));
const kinds = (decision: ReturnType<typeof act>) => decision.events.map((event) => event.kind);

describe('ceilings', () => {
  test('S11 lowering caps this person alone, and is one event', () => {
    const { state, events } = act(two, ceil(client, 'audio'));
    expect(person(state, client).ceiling).toBe('audio');
    expect(person(state, psychologist).ceiling).toBe('video');
    expect(state.modality).toBe('video');
    expect(events).toEqual([
      { kind: 'ceiling-lowered', participantId: client, detail: { modality: 'audio' } },
    ]);
  });

  test('S11 the same ceiling again changes nothing', () => {
    const { state, events } = act(two, ceil(client, 'video'));
    expect(state).toBe(two);
    expect(events).toEqual([]);
  });

  test("S11 raising above the session's form raises that, and turns nobody else's on", () => {
    const voice = after(
      inCall,
      session({
        modality: 'audio',
        participants: session().participants.map((one) => ({ ...one, ceiling: 'audio' as const })),
      }),
    );
    const decision = act(voice, ceil(client, 'video'));
    expect(kinds(decision)).toEqual(['ceiling-raised', 'modality-changed']);
    expect(decision.state.modality).toBe('video');
    expect(person(decision.state, psychologist).ceiling).toBe('audio');
  });

  test('S11 who waits may choose; who is not there, was removed, or after the end, may not', () => {
    const door = after(waiting);
    expect(person(act(door, ceil(client, 'chat')).state, client).ceiling).toBe('chat');
    expect(refusal(decide(door, ceil(partner, 'chat'), inTime))).toBe('WRONG_PHASE');
    const removed = after([[remove(client), inTime]], two);
    expect(refusal(decide(removed, ceil(client, 'chat'), inTime))).toBe('INVITATION_REMOVED');
    const ended = after([[end(), inTime]], two);
    expect(refusal(decide(ended, ceil(client, 'chat'), inTime))).toBe('SESSION_ENDED');
    expect(refusal(decide(two, ceil('nobody', 'chat'), inTime))).toBe('NOT_FOUND');
  });
});

describe('proposals', () => {
  test('S12 nothing changes until everybody else inside has said yes', () => {
    const asked = act(three, ask(psychologist, 'audio')).state;
    expect(asked.modality).toBe('video');
    const one = act(asked, say(client, true));
    expect(one.state.modality).toBe('video');
    expect(kinds(one)).toEqual(['accepted']);
    const both = act(one.state, say(partner, true));
    expect(kinds(both)).toEqual(['accepted', 'modality-changed']);
    expect(both.state).toMatchObject({ modality: 'audio', proposal: null });
    for (const who of everyone) expect(person(both.state, who).ceiling).toBe('audio');
  });

  test('S12 one no takes it off the table', () => {
    const asked = after([[say(client, true), inTime]], act(three, ask(psychologist, 'chat')).state);
    const declined = act(asked, say(partner, false));
    expect(kinds(declined)).toEqual(['declined']);
    expect(declined.state).toMatchObject({ modality: 'video', proposal: null });
    expect(refusal(decide(declined.state, say(client, true), inTime))).toBe('WRONG_PHASE');
  });

  test('S12 one question at a time; its proposer may put another in its place', () => {
    const asked = act(two, ask(client, 'audio')).state;
    expect(refusal(decide(asked, ask(psychologist, 'chat', 'other'), inTime))).toBe('WRONG_PHASE');
    expect(act(asked, ask(client, 'chat', 'other')).state.proposal?.modality).toBe('chat');
  });

  test('S12 the same id again, the same yes again: said once', () => {
    const asked = act(three, ask(client, 'audio'));
    expect(act(asked.state, ask(client, 'audio')).events).toEqual([]);
    const yes = act(asked.state, say(partner, true));
    expect(act(yes.state, say(partner, true)).events).toEqual([]);
  });

  test('S12 nobody answers their own question, nor one that is not on the table', () => {
    const asked = act(two, ask(client, 'audio')).state;
    expect(refusal(decide(asked, say(client, true), inTime))).toBe('WRONG_PHASE');
    expect(refusal(decide(asked, say(psychologist, true, 'other'), inTime))).toBe('WRONG_PHASE');
    expect(refusal(decide(asked, say(partner, true), inTime))).toBe('WRONG_PHASE');
  });

  test('S12 only its proposer takes it back', () => {
    const asked = act(two, ask(client, 'audio')).state;
    expect(act(asked, takeBack(psychologist)).state.proposal).not.toBeNull();
    const gone = act(asked, takeBack(client));
    expect(kinds(gone)).toEqual(['withdrawn']);
    expect(gone.state.proposal).toBeNull();
  });

  test('S12 a proposer who leaves takes it along; an answer that leaves settles it', () => {
    const asked = act(three, ask(client, 'audio')).state;
    expect(act(asked, leave(client)).state).toMatchObject({ modality: 'video', proposal: null });
    const yes = act(asked, say(psychologist, true)).state;
    const settled = act(yes, leave(partner));
    expect(settled.state).toMatchObject({ modality: 'audio', proposal: null });
    // Who left was not asked again: their own ceiling is where they had it.
    expect(person(settled.state, partner).ceiling).toBe('video');
  });

  test('S12 S13 alone inside there is nobody to ask; the end takes every question away', () => {
    const alone = after(waiting);
    expect(refusal(decide(alone, ask(psychologist, 'audio'), inTime))).toBe('WRONG_PHASE');
    expect(refusal(decide(alone, ask(client, 'audio'), inTime))).toBe('WRONG_PHASE');
    const asked = act(two, ask(client, 'audio')).state;
    expect(act(asked, end()).state.proposal).toBeNull();
  });
});

describe('whatever is chosen and proposed', () => {
  const who = fc.constantFrom(...everyone);
  const form = fc.constantFrom(...modality.options);
  const question = fc.constantFrom('one', 'two');
  const command: fc.Arbitrary<SessionCommand> = fc.oneof(
    { weight: 3, arbitrary: fc.tuple(who, form).map(([id, to]) => ceil(id, to)) },
    { weight: 3, arbitrary: fc.tuple(who, form, question).map(([id, to, q]) => ask(id, to, q)) },
    {
      weight: 5,
      arbitrary: fc.tuple(who, fc.boolean(), question).map(([id, yes, q]) => say(id, yes, q)),
    },
    fc.tuple(who, question).map(([id, q]) => takeBack(id, q)),
    who.map(leave),
    who.map(arrive),
    who.map((id) => admit(id)),
  );

  /** Looks at each accepted step of a random history. */
  function always(
    check: (before: SessionState, command: SessionCommand, after: ReturnType<typeof act>) => void,
  ) {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        let state = three;
        for (const next of commands) {
          const decision = decide(state, next, inTime);
          if (!decision.ok) continue;
          check(state, next, decision);
          state = decision.state;
        }
      }),
      { numRuns: 300 },
    );
  }

  test("S11 S12 another's ceiling changes only by a proposal that everybody inside agreed to", () => {
    always((before, command, { state, events }) => {
      const agreed =
        before.proposal !== null && events.some((one) => one.kind === 'modality-changed');
      for (const one of state.participants) {
        const own = 'participantId' in command && command.participantId === one.participantId;
        const earlier = person(before, one.participantId);
        if (own || one.ceiling === earlier.ceiling) continue;
        expect(agreed).toBe(true);
        expect(one.presence).toBe('admitted');
        expect(one.ceiling).toBe(before.proposal?.modality);
      }
    });
  });

  test("S8 S12 the session's form changes only with its event, and each question has its answers from inside", () => {
    always((before, _command, { state, events }) => {
      const changes = events.filter((one) => one.kind === 'modality-changed');
      expect(changes.length > 0).toBe(state.modality !== before.modality);
      const { proposal } = state;
      if (proposal === null) return;
      expect(person(state, proposal.by).presence).toBe('admitted');
      expect(proposal.acceptedBy).not.toContain(proposal.by);
      expect(new Set(proposal.acceptedBy).size).toBe(proposal.acceptedBy.length);
      expect(proposal.modality).not.toBe(state.modality);
    });
  });

  test('S13 no change of form touches the clock of the session', () => {
    always((before, _command, { state }) => {
      const { startsAt, endsAt, liveAt } = before;
      expect(state).toMatchObject({ startsAt, endsAt, liveAt });
    });
  });
});
