import type { Senders } from './AppointmentMail.ts';
import type { Mail } from './Mailer.ts';
import type { CodeMail } from './Notices.ts';
import { type Block, htmlPage, plainText } from './page.ts';
import { wordings } from './texts/languages.ts';

/** Writes a mail with a code or a link (rules K4 and K6). */
export function writeCodeMail(
  mail: CodeMail,
  parts: { senders: Senders; baseUrl: string; messageId: string },
): Mail {
  const { content } = mail;
  const wording = wordings[mail.language];
  const texts = wording.codes[content.kind];
  const path = 'path' in content ? content.path : 'resumePath' in content ? content.resumePath : '';
  const name =
    'invitedBy' in content
      ? content.invitedBy
      : 'psychologist' in content
        ? content.psychologist
        : '';
  const link = path === '' ? '' : new URL(path, parts.baseUrl).href;
  const code = 'code' in content ? content.code : '';
  const blocks = texts.paragraphs({ code, link, name }).map((text) => asBlock(text, link));
  const subject = mail.discreet ? wording.neutralSubject : texts.subject;
  return {
    from: mail.discreet ? parts.senders.discreetFrom : parts.senders.from,
    to: mail.to,
    subject,
    text: plainText(blocks),
    html: htmlPage(mail.language, subject, blocks),
    calendar: { method: 'REQUEST', objects: [] },
    messageId: parts.messageId,
  };
}

/** A paragraph that ends with the link becomes a sentence and an address to press. */
function asBlock(text: string, link: string): Block {
  if (link === '' || !text.endsWith(link)) return { type: 'text', text };
  return { type: 'link', text: text.slice(0, -link.length).trim(), url: link };
}
