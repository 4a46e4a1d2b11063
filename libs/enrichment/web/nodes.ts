import type { CheerioAPI } from 'cheerio/slim';

/** A node of cheerio's tree; cheerio does not export these by name. */
export type Node = ReturnType<CheerioAPI['root']>[0]['children'][number];
export type Element = Extract<Node, { attribs: unknown }>;
