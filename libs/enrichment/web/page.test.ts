import { describe, expect, it } from '@jest/globals';
import { parsePage } from './page.ts';

const parse = (body: string, url = 'https://acme.example/') =>
  parsePage({ url, status: 200, contentType: 'text/html', body, fetchedAt: new Date() });

/** In milliseconds; unlike time on the clock, neighbours do not add to it. */
function processorTimeOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe('parsePage', () => {
  it('reads title, metadata, JSON-LD, links and text', () => {
    const { data, text } = parse(`<!doctype html><html><head><title> Acme
      | Rockets </title><meta name="Description" content="We build  rockets."><meta property="og:site_name" content="Acme">
      <script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"Organization","name":"Tom &amp; Co\\n Ltd"}]}</script>
      <script type="application/ld+json">{broken</script></head>
      <body><h1>Rockets</h1><p>Fast <b>and</b> s<i>af</i>e</p><a href="/about#x">About</a> <a href="javascript:x">no</a></body></html>`);
    expect(data.title).toBe('Acme | Rockets');
    expect(data.description).toBe('We build rockets.');
    expect(data.openGraph).toEqual({ 'og:site_name': 'Acme' });
    expect(data.jsonLd).toEqual([{ '@type': 'Organization', name: 'Tom & Co Ltd' }]);
    expect(data.links).toEqual([{ href: 'https://acme.example/about', text: 'About' }]);
    expect(text).toBe('Rockets Fast and safe About no');
  });

  it.each([
    '<div style="display: none">SECRET</div>',
    '<div style="DISPLAY:NONE !important">SECRET</div>',
    '<p style="visibility:hidden">SECRET</p>',
    '<p hidden>SECRET</p>',
    '<p aria-hidden="true">SECRET</p>',
    '<p style="color:red;font-size:0">SECRET</p>',
    '<p style="font-size: 0px;">SECRET</p>',
    '<p style="opacity:0">SECRET</p>',
    '<p style="opacity: 0.0 ;">SECRET</p>',
    '<p style="position:absolute;left:-9999px">SECRET</p>',
    '<p style="text-indent:-5000px">SECRET</p>',
    '<p style="clip:rect(0,0,0,0)">SECRET</p>',
    '<style>.note, #x { display:none }</style><p class="big note">SECRET</p>',
    '<style>.a{color:red} #x{visibility:hidden}</style><p id="x">SECRET</p>',
    '<template><p>SECRET</p></template>',
    '<noscript>SECRET</noscript>',
    '<script>SECRET</script>',
    '<!-- SECRET -->',
    '<div hidden><div itemscope itemtype="https://schema.org/Person"><i itemprop="name">SECRET</i></div></div>',
    '<div style="display:none"><div class="h-card"><b class="p-name">SECRET</b><a href="/SECRET">x</a></div></div>',
  ])('does not let hidden text through: %s', (markup) => {
    const { text, data } = parse(`<body>seen ${markup} too</body>`);
    expect(text).toBe('seen too');
    expect(JSON.stringify(data)).not.toContain('SECRET');
  });

  it('keeps what is seen, though a style sheet hides it on some screens', () => {
    const styles = '<style>@media print { .menu { display:none } } .small{opacity:.5;font-size:0.8em}</style>';
    expect(parse(`${styles}<p class="menu small" style="opacity:0.9;left:-5px">seen</p>`).text).toBe('seen');
  });

  it('reads microdata and h-cards in the shape of JSON-LD, each within its own scope', () => {
    const { data } = parse(`
      <div itemscope itemtype="https://schema.org/Organization"><span itemprop="name">Acme</span>
        <div itemprop="employee" itemscope itemtype="https://schema.org/Person"><b itemprop="name">Jane Doe</b>
          <meta itemprop="jobTitle" content="CTO"><a itemprop="sameAs" href="https://github.com/jdoe">x</a></div></div>
      <div class="h-card"><a class="p-name u-url" href="/jane">Jane Doe</a> <span class="p-job-title">CTO</span>
        <a href="mailto:jane@acme.example?subject=x">mail</a></div>`);
    expect(data.microdata).toEqual([
      {
        '@type': 'https://schema.org/Organization',
        name: 'Acme',
        employee: {
          '@type': 'https://schema.org/Person',
          name: 'Jane Doe',
          jobTitle: 'CTO',
          sameAs: 'https://github.com/jdoe',
        },
      },
    ]);
    expect(data.hCards).toEqual([
      {
        '@type': 'Person',
        name: 'Jane Doe',
        jobTitle: 'CTO',
        url: 'https://acme.example/jane',
        email: 'jane@acme.example',
      },
    ]);
  });

  it.each([
    ['deep nesting', '<div>'.repeat(400_000)],
    ['deep nesting with stray end tags', '<a>'.repeat(330_000) + '</b>'.repeat(250_000)],
    ['alternating depth', ('<a>'.repeat(200) + '</b>'.repeat(200)).repeat(1400)],
    ['a huge attribute', `<p title="${'x'.repeat(2_000_000)}">y</p>`],
    ['many attributes', `<p ${Array.from({ length: 150_000 }, (_, n) => `a${n}=1`).join(' ')}>y</p>`],
    ['many unclosed tags', '<p><b><i class=x>'.repeat(110_000)],
    ['many styled elements', '<p style="display:none">x</p>'.repeat(60_000)],
    ['many links in nested cards', '<div class=h-card>'.repeat(200) + '<a class=url href=x>y</a>'.repeat(60_000)],
    ['much text in nested properties', '<i itemscope><b itemprop=a>'.repeat(100) + 'x y '.repeat(450_000)],
    ['much text in nested links', '<a href=x1>'.repeat(200) + 'x y '.repeat(450_000)],
    ['many titles', '<title>x</title>'.repeat(120_000)],
    ['nested items', '<div itemscope><div itemprop=a itemscope>'.repeat(40_000)],
    ['nested cards', '<div class="h-card"><a href=x class=p-name>'.repeat(40_000)],
    ['deep JSON', `<script type="application/ld+json">${'['.repeat(900_000)}${']'.repeat(900_000)}</script>`],
    ['wide JSON', `<script type="application/ld+json">[${'{"@type":"Person"},'.repeat(90_000)}{}]</script>`],
    ['unclosed comments', '<!--'.repeat(500_000)],
    ['unclosed scripts', '<script '.repeat(250_000)],
    ['angle brackets', '<'.repeat(2_000_000)],
    ['white space', `<p>${' \n'.repeat(1_000_000)}</p>`],
    ['style braces', `<style>${'a{display:none}'.repeat(100_000)}</style><p class=b>x</p>`],
  ])('does bounded work on %s', (_, body) => {
    const half = processorTimeOf(() => parse(body.slice(0, body.length / 2)));
    const whole = processorTimeOf(() => parse(body));
    // Well under a second each; what grows with the square of the page's size takes ten and more, and half a page a quarter.
    expect(whole).toBeLessThan(3 * half + 500);
  });

  it('takes no prototype from JSON-LD', () => {
    const block = '{"@type":"Person","__proto__":{"name":"Eve"},"name2":1}';
    const { data } = parse(`<script type="application/ld+json">${block}</script>`);
    expect((data.jsonLd[0] as { name?: string }).name).toBeUndefined();
  });
});
