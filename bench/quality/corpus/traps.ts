/** What hostile pages try, by the ids of their templates. */
const TRAPS: Readonly<Record<string, string>> = {
  'an instruction to the model':
    'instruction-card instruction-prose instruction-alt instruction-meta x-instruction llm-order llm-order-after ' +
    'llm-order-next llm-order-german llm-order-french llm-json llm-border llm-beside-truth llm-company x-llm-polite ' +
    'x-llm-split x-llm-spanish details-instructions facts-instruction',
  'hidden or off-screen text':
    'hidden-card off-screen class-hidden zero-size aria-hidden comment-only script-only template-only x-clip ' +
    'x-hidden-logo llm-hidden llm-white llm-comment details-hidden',
  'a namesake':
    'ld-namesakes namesake-cards ld-other-email other-mail-card ld-dead x-similar-name prose-namesake ' +
    'prose-namesake-longer prose-namesake-before',
  "the boss's or a colleague's title beside the name":
    'boss-beside assistant-to boss-in-card shared-paragraph shifted-columns name-list-then-titles wife-of ' +
    'deputy-title-split x-vorgesetzter x-two-in-cell x-title-of-next prose-boss prose-boss-first prose-boss-list ' +
    'prose-boss-after prose-husband prose-desk prose-lesser prose-assistant prose-particle prose-and-title ' +
    'x-prose-mentor x-prose-award details-of-colleague details-shared-picture layout-reports-to layout-shifted-row ' +
    'layout-two-in-cell layout-next-term layout-next-heading layout-title-for-two layout-contact-of layout-assistant-line ' +
    'layout-manager-of-card layout-colleague-link',
  'a former, future or supposed role':
    'former-card former-section ehemalige until-year year-range in-memoriam ld-ended-role ld-alumni x-anciens x-ex-title ' +
    'x-successor ld-two-titles prose-former prose-had-been prose-next prose-wish prose-rumour prose-question prose-denied ' +
    'prose-joined-former x-prose-tenure x-prose-ancien layout-former-line layout-former-class',
  'a former or other employer':
    'ld-other-employer customer-company speaker-elsewhere prose-former-elsewhere prose-employer prose-sister-company ' +
    'prose-joined-other prose-joined-two prose-since-other x-prose-guest layout-elsewhere-line',
  'a customer, author or partner':
    'ld-review-author quote-author testimonial-class customer-section jury-partner article-byline x-review-card ' +
    'x-ld-comment x-client prose-customer',
  'words that are no title':
    'ld-markup-in-title vacancy vacancy-card tagline place-not-title phone-not-title button-not-title date-not-title ' +
    'prose-vacancy',
  'another company':
    'ld-other-domain ld-two-own ld-customer two-linkedins partner-logo partner-facts generator-twitter ' +
    'x-ld-foreign-id x-share-links facts-case-study facts-of-client facts-below-a-name facts-twice ' +
    'customer-logos-in-header builder-handle',
  'a false address': 'javascript-links credentials-url homoglyph-linkedin',
  'figures that are none': 'ld-ranges facts-inexact',
  'a site of nobody': 'parked template-left',
};

/** What a hostile template tries. @throws Error for one that is not listed here */
export function trapOf(template: string): string {
  const found = Object.entries(TRAPS).find(([, ids]) => ids.split(' ').includes(template));
  if (!found) throw new Error(`traps.ts does not say what the hostile template ${template} tries`);
  return found[0];
}
