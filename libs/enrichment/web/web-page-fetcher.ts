import { OutboundError, type OutboundClient, type RobotsRules } from '#platform';
import type { FetchedPage, PageFetcher } from '../page-fetcher.ts';
import { decodeText } from './charset.ts';

const readableTypes = /^(text\/html|application\/xhtml\+xml|text\/plain)$/;

/** Reads web pages through the safe client, asking robots.txt of every origin that a redirect leads to. */
export class WebPageFetcher implements PageFetcher {
  constructor(
    private readonly client: OutboundClient,
    private readonly robots: RobotsRules,
  ) {}

  /** @throws OutboundError; `bad_response` for anything but HTML and plain text */
  async fetch(url: string, signal: AbortSignal): Promise<FetchedPage> {
    if (!URL.canParse(url)) throw new OutboundError('unsupported_url');
    await this.robots.check(url, signal);
    const answer = await this.client.get(url, {
      signal,
      accept: 'text/html,application/xhtml+xml;q=0.9,text/plain;q=0.5',
      beforeRedirect: (target) => this.robots.check(target.href, signal),
    });
    const type = answer.contentType.replace(/;.*$/s, '').trim().toLowerCase();
    if (!readableTypes.test(type)) throw new OutboundError('bad_response');
    const body = decodeText(answer.body, answer.contentType);
    return { url: answer.url, status: answer.status, contentType: type, body, fetchedAt: answer.fetchedAt };
  }
}
