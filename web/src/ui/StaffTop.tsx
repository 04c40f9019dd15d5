import type { StaffRole } from '@gabinet/shared/contracts/http/accounts';
import { signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { call } from '../api.ts';
import { t } from '../i18n/text.ts';
import { Icon } from './Icon.tsx';
import { LanguageChoice } from './TopLine.tsx';
import './staff-top.css';

const places = [
  { path: '/day', word: 'staffNav.day', roles: ['psychologist'] },
  { path: '/calendar', word: 'staffNav.calendar', roles: ['owner', 'psychologist', 'coordinator'] },
  { path: '/availability', word: 'staffNav.availability', roles: ['owner', 'psychologist'] },
  { path: '/practice', word: 'staffNav.practice', roles: ['owner'] },
  { path: '/staff', word: 'staffNav.staff', roles: ['owner'] },
  { path: '/account', word: 'staffNav.account', roles: ['owner', 'psychologist', 'coordinator'] },
] as const satisfies readonly { path: string; word: string; roles: readonly StaffRole[] }[];

export type StaffPlace = (typeof places)[number]['path'];

/** Who is signed in here, once known; the pages of the account set it anew when it changes. */
export const ownRoles = signal<readonly StaffRole[] | null>(null);
let asked = false;

/**
 * The line above every page of the staff: where one can go, by what one is here. Roles are asked for
 * once a visit when the page doesn't give them. `children` are the page's own controls.
 */
export function StaffTop(props: {
  current: StaffPlace;
  roles?: readonly StaffRole[];
  children?: ComponentChildren;
}): JSX.Element {
  const [open, setOpen] = useState(false);
  const listId = useId();
  const menu = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (props.roles || ownRoles.peek() || asked) return;
    asked = true;
    call('account', {}).then(
      ({ roles }) => {
        ownRoles.value = roles;
      },
      () => {
        // The page itself says what is wrong; the next page asks again.
        asked = false;
      },
    );
  }, []);
  const roles = props.roles ?? ownRoles.value ?? [];
  const shown = places.filter(
    ({ path, roles: needed }) =>
      path === props.current || needed.some((role) => roles.includes(role)),
  );
  return (
    <header class="top top-staff">
      <a class="brand" href="/day">
        <Icon name="door" />
        <span>Gabinet</span>
      </a>
      <nav
        class="staff-nav"
        aria-label={t('staffNav.label')}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !open) return;
          setOpen(false);
          menu.current?.focus();
        }}
      >
        <button
          ref={menu}
          type="button"
          class="btn btn-quiet btn-small staff-menu"
          aria-expanded={open}
          aria-controls={listId}
          onClick={() => setOpen(!open)}
        >
          <Icon name="menu" size="s" />
          {t('staffNav.menu')}
        </button>
        <ul id={listId} class={open ? 'is-open' : ''}>
          {shown.map(({ path, word }) => (
            <li key={path}>
              <a href={path} {...(path === props.current ? { 'aria-current': 'page' } : {})}>
                {t(word)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {props.children && <div class="staff-own">{props.children}</div>}
    </header>
  );
}

/** A page of the staff: the line above, the page, the language switch below. */
export function StaffPage(props: {
  current: StaffPlace;
  roles?: readonly StaffRole[];
  controls?: ComponentChildren;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <>
      <StaffTop current={props.current} {...(props.roles ? { roles: props.roles } : {})}>
        {props.controls}
      </StaffTop>
      {props.children}
      <footer class="foot">
        <LanguageChoice />
      </footer>
    </>
  );
}
