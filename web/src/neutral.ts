import './neutral.css';

/** Where "leave quickly" lands: an empty page of notes that says nothing about where one was. */
const words: Record<string, string> = {
  pl: 'Notatki',
  uk: 'Нотатки',
  ru: 'Заметки',
  en: 'Notes',
};
const language =
  navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in words) ?? 'en';
const title = words[language] ?? 'Notes';
document.documentElement.lang = language;
document.title = title;
const label = document.querySelector('label');
if (label) label.textContent = title;
