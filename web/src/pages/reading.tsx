import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type FailureCode, failureCode } from '../api.ts';
import { t } from '../i18n/text.ts';
import { Skeletons } from '../ui/Skeletons.tsx';
import { Page } from '../ui/TopLine.tsx';
import { Failure } from './Failure.tsx';

/** What a page of the staff is made of: on its way, there, or why not. */
export interface Reading<T> {
  readonly value: T | null;
  readonly failure: FailureCode | null;
  again: () => Promise<void>;
}

/** Reads once at the beginning, and again when asked. */
export function useReading<T>(read: () => Promise<T>): Reading<T> {
  const [value, setValue] = useState<T | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const again = async (): Promise<void> => {
    try {
      const found = await read();
      setValue(() => found);
      setFailure(null);
    } catch (thrown) {
      setFailure(failureCode(thrown));
    }
  };
  useEffect(() => void again(), []);
  return { value, failure, again };
}

/** In place of what is not there: its outline, or what went wrong with a way to try again. */
export function NotRead(props: {
  failure: FailureCode | null;
  again: () => Promise<void>;
}): JSX.Element {
  const { failure, again } = props;
  if (!failure) return <Skeletons label={t('common.loading')} />;
  return (
    <Page withoutHelp>
      <Failure code={failure} staff onRetry={() => void again()} />
    </Page>
  );
}

/** The page of what was read, once it is there. */
export function StaffReading<T>(props: {
  reading: Reading<T>;
  children: (value: T) => JSX.Element;
}): JSX.Element {
  const { value, failure, again } = props.reading;
  if (failure || value === null) return <NotRead failure={failure} again={again} />;
  return props.children(value);
}
