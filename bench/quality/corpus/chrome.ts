import { escapeHtml as e } from './case.ts';
import type { Words } from './words.ts';

/** What surrounds a page's own content. */
interface Frame {
  readonly language: string;
  readonly company: string;
  readonly words: Words;
  readonly head: string;
  readonly body: string;
}

type Chrome = (frame: Frame) => string;

const links = ({ words: w }: Frame, part: string) =>
  [
    ['/', 'Home'],
    [w.path, w.team],
    [w.aboutPath, w.about],
    ['/contact', w.contact],
  ]
    .map(([href = '', text = '']) => `<${part}><a href="${href}">${text}</a></${part}>`)
    .join('');

/** Sites as different content systems and hands make them. */
export const CHROMES: readonly Chrome[] = [
  (f) =>
    `<!doctype html><html lang="${f.language}"><head><meta charset="utf-8"><title>${e(f.company)}</title>${f.head}</head><body><header><nav><ul>${links(f, 'li')}</ul></nav></header><main>${f.body}</main><footer><p>© 2025 ${e(f.company)}</p></footer></body></html>`,
  (f) =>
    `<!DOCTYPE html>\n<html lang="${f.language}">\n<head>\n  <meta charset="UTF-8">\n  <meta name="generator" content="Pagesmith 6.2">\n  <title>${e(f.words.team)} – ${e(f.company)}</title>\n  ${f.head}\n</head>\n<body class="page-template-default">\n<div id="page" class="site">\n <div class="menu">${links(f, 'span')}</div>\n <div id="content" class="entry-content">\n${f.body}\n </div>\n <aside class="widget"><h4>News</h4><ul><li><a href="/news/1">We are at the autumn fair</a></li></ul></aside>\n</div></body></html>`,
  (f) =>
    `<html><head><title>${e(f.company)}</title>${f.head}<body bgcolor=white><table width=100%><tr><td width=160 valign=top>${links(f, 'p')}</td><td>${f.body}</td></tr></table><font size=1>${e(f.company)}</font>`,
  (f) =>
    `<!doctype html><html lang=${f.language}><meta charset=utf-8><title>${e(f.company)}</title>${f.head}<div id=root><div class="css-1x2"><div class="css-9k">${links(f, 'div')}</div><section class="css-7q">${f.body}</section><div class="css-ft"><button>OK</button> Cookies? <a href="/privacy">Privacy</a></div></div></div>`,
  (f) =>
    `<!doctype html><html lang="${f.language}"><head><meta charset="utf-8"><title>${e(f.company)} | ${e(f.words.about)}</title>${f.head}<style>${'.u{margin:0;padding:0}'.repeat(400)}</style></head><body><div class="wrap">${f.body}</div><footer><div class="cols">${links(f, 'div')}</div><small>${'&nbsp; '.repeat(50)}</small></footer><script>window.app={v:1}</script></body></html>`,
];
