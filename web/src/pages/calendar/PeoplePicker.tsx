import type { Attendee } from '@gabinet/shared/contracts/appointments';
import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { Language } from '@gabinet/shared/contracts/words';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { call } from '../../api.ts';
import type { PlainKey } from '../../i18n/catalogue.ts';
import { language, languageNames, t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { Field, SelectField } from '../../ui/fields.tsx';

export type AttendeeRole = Attendee['role'];
type FoundClient = HttpOutput<'clients'>['clients'][number];

/** Somebody who is to take part, with the name to show. */
export interface Picked {
  readonly name: string;
  readonly attendee: Attendee;
}

export const roleWords: Readonly<Record<AttendeeRole, PlainKey>> = {
  client: 'role.client',
  parent: 'role.parent',
  child: 'role.child',
  partner: 'role.partner',
  member: 'role.member',
  interpreter: 'role.interpreter',
  supervisor: 'role.supervisor',
};
const roles = Object.keys(roleWords) as AttendeeRole[];
const searchDelayMilliseconds = 200;

/** Who takes part: clients of the practice by name, or somebody new; each with what they are. */
export function PeoplePicker(props: {
  picked: readonly Picked[];
  error?: string | undefined;
  /** A group's people are all members. */
  group: boolean;
  onChange: (picked: readonly Picked[]) => void;
}): JSX.Element {
  const { picked, group, onChange } = props;
  const [adding, setAdding] = useState(false);
  const [search, setSearch] = useState('');
  const [found, setFound] = useState<readonly FoundClient[]>([]);
  useEffect(() => {
    let gone = false;
    const timer = setTimeout(() => {
      // Without an answer the way by "new person" is still there.
      call('clients', { search }).then(
        ({ clients }) => !gone && setFound(clients),
        () => !gone && setFound([]),
      );
    }, searchDelayMilliseconds);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [search]);

  const add = (name: string, client: Attendee['client']): void => {
    const role: AttendeeRole = group ? 'member' : picked.length === 0 ? 'client' : 'partner';
    onChange([...picked, { name, attendee: { role, client } }]);
    setSearch('');
    setAdding(false);
  };
  const chosen = new Set(
    picked.flatMap(({ attendee }) =>
      'clientId' in attendee.client ? [attendee.client.clientId] : [],
    ),
  );
  const offered = found.filter(({ clientId }) => !chosen.has(clientId)).slice(0, 6);
  return (
    <fieldset class="people-picker">
      <legend>{t('form.who')}</legend>
      {picked.length > 0 && (
        <ul class="picked">
          {picked.map((one, index) => (
            <li key={`${one.name}-${index}`}>
              <SelectField
                label={t('form.roleOf', { name: one.name })}
                value={one.attendee.role}
                options={roles.map((role) => [role, t(roleWords[role])] as const)}
                onChange={(role) => {
                  if (!role) return;
                  onChange(
                    picked.map((other) =>
                      other === one ? { ...one, attendee: { ...one.attendee, role } } : other,
                    ),
                  );
                }}
              />
              <Button
                kind="plain"
                small
                label={t('form.removeName', { name: one.name })}
                onPress={() => onChange(picked.filter((other) => other !== one))}
              >
                {t('form.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {adding ? (
        <NewPerson onAdd={add} onCancel={() => setAdding(false)} />
      ) : (
        <>
          <Field
            label={picked.length === 0 ? t('form.findClient') : t('form.findAnother')}
            value={search}
            error={props.error}
            autocomplete="off"
            onInput={setSearch}
          />
          {(picked.length === 0 || search !== '') && (
            <ul class="found" aria-label={t('form.foundClients')}>
              {offered.map(({ clientId, displayName }) => (
                <li key={clientId}>
                  <button type="button" onClick={() => add(displayName, { clientId })}>
                    {displayName}
                  </button>
                </li>
              ))}
            </ul>
          )}
          <Button kind="quiet" small icon="plus" onPress={() => setAdding(true)}>
            {t('form.newPerson')}
          </Button>
        </>
      )}
    </fieldset>
  );
}

function NewPerson(props: {
  onAdd: (name: string, client: Attendee['client']) => void;
  onCancel: () => void;
}): JSX.Element {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [spoken, setSpoken] = useState<Language>(language());
  const [missing, setMissing] = useState(false);
  return (
    <div class="new-person">
      <Field
        label={t('form.name')}
        value={name}
        maxLength={120}
        autocomplete="off"
        error={missing && name.trim() === '' ? t('form.nameMissing') : undefined}
        onInput={setName}
      />
      <Field
        label={t('form.email')}
        help={t('form.emailHelp')}
        type="email"
        value={email}
        autocomplete="off"
        onInput={setEmail}
      />
      <SelectField
        label={t('form.language')}
        value={spoken}
        options={Object.entries(languageNames) as [Language, string][]}
        onChange={(value) => value && setSpoken(value)}
      />
      <div class="row">
        <Button
          small
          onPress={() => {
            setMissing(true);
            if (name.trim() === '') return;
            props.onAdd(name.trim(), {
              displayName: name.trim(),
              language: spoken,
              ...(email.trim() ? { email: email.trim() } : {}),
            });
          }}
        >
          {t('form.addPerson')}
        </Button>
        <Button kind="plain" small onPress={props.onCancel}>
          {t('form.cancel')}
        </Button>
      </div>
    </div>
  );
}
