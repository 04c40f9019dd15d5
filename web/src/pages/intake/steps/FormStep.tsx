import type { JSX } from 'preact';
import { plural, t } from '../../../i18n/text.ts';
import { Choices } from '../../../ui/fields.tsx';
import type { IconName } from '../../../ui/Icon.tsx';
import { faultText } from '../faults.ts';
import { type Form, formsOffered, type Practice } from '../flow.ts';
import type { StepProps } from './step.ts';

export const formIcons: Readonly<Record<Form, IconName>> = {
  video: 'camera',
  audio: 'voice',
  chat: 'writing',
  message: 'letter',
  office: 'chair',
};

/** One honest sentence about what a form is like. */
function formSentence(form: Form, practice: Practice, minutes: number): string {
  switch (form) {
    case 'video':
      return t('intake.form.video');
    case 'audio':
      return t('intake.form.audio');
    case 'chat':
      return plural('intake.form.chat', minutes);
    case 'message':
      return plural('intake.form.message', practice.letterReplyDays ?? 1);
    case 'office':
      return t('intake.form.office', { address: practice.address ?? '' });
  }
}

/** Every form of contact as an equal card, none preselected (rule K3). */
export function FormStep({
  intake,
  practice,
  psychologist,
  given,
  faults,
}: StepProps): JSX.Element {
  const forms = formsOffered(practice, given.fixedPsychologist ? psychologist : null);
  const minutes = psychologist?.durationMinutes ?? 50;
  return (
    <>
      <Choices
        hidden
        question={t('intake.form.title')}
        value={intake.draft.modality}
        error={faultText(faults, 'modality')}
        onChoose={(modality) => {
          if (modality !== intake.draft.modality && intake.view?.held) void intake.release();
          intake.change({ modality });
        }}
        choices={forms.map((form) => ({
          value: form,
          icon: formIcons[form],
          title: t(`intake.form.${form}.title`),
          sentence: formSentence(form, practice, minutes),
        }))}
      />
      <p class="step-more">
        <a href="/start/when-online-is-not-enough">{t('intake.form.notEnough')}</a>
      </p>
    </>
  );
}
