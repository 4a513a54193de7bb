import { circuit, unwrap } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { drawSvg } from '../../src/draw/index.ts';

/** Whether every tag is closed in its order: enough of XML for what is drawn. */
const isBalanced = (document: string): boolean => {
  const open: string[] = [];
  for (const [, close, name, self] of document.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
    if (self === '/') continue;
    if (close === '') open.push(name!);
    else if (open.pop() !== name) return false;
  }
  return open.length === 0;
};

const program = circuit(3)
  .h(0)
  .ccx(0, 1, 2)
  .swap(0, 1)
  .barrier()
  .measure(0)
  .if(0, (body) => body.x(1))
  .build();

describe('drawSvg', () => {
  it('gives a document of its own that loads and runs nothing', () => {
    const svg = unwrap(drawSvg(program));
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(isBalanced(svg)).toBe(true);
    expect(svg).not.toMatch(/<script|href|url\(|@import|\son\w+=/);
  });

  it('shows every part once', () => {
    const svg = unwrap(drawSvg(program));
    expect(svg.match(/<circle/g)).toHaveLength(2);
    expect(svg.match(/class="gate"/g)).toHaveLength(4);
    expect(svg.match(/class="flow"/g)).toHaveLength(1);
    expect(svg.match(/class="barrier"/g)).toHaveLength(3);
    expect(svg.match(/class="wire quantum"/g)).toHaveLength(3);
    expect(svg.match(/class="wire classical"/g)).toHaveLength(1);
  });

  it('writes names and titles as text, whatever is in them', () => {
    const names = ['<script>alert(1)</script>', 'a"b', 'c\u0000\uD800'];
    const svg = unwrap(drawSvg(program, { qubits: names, title: '1 < 2 & "3"' }));
    expect(svg).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(svg).toContain('<title>1 &lt; 2 &amp; &quot;3&quot;</title>');
    expect(svg).not.toContain('<script');
    expect(svg).not.toContain('\u0000');
    expect(svg.isWellFormed()).toBe(true);
  });

  it('refuses what drawText refuses', () => {
    const wide = circuit(501, 0).build();
    expect(drawSvg(wide)).toMatchObject({ fault: { code: 'CIRCUIT_TOO_LARGE' } });
  });
});
