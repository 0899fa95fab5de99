// What is wrong with what macros put on this page, as sentences. Run in the page by test_gallery.py.
() => {
  const wrong = [];
  const ours = [...document.querySelectorAll('[class^="cidrbook-"]')].filter(it => !it.parentElement.closest('[class^="cidrbook-"]'));
  const inside = selector => ours.flatMap(it => [...it.querySelectorAll(selector)]);
  const called = it => `<${it.tagName.toLowerCase()} class="${it.getAttribute('class') || ''}"> ${it.textContent.trim().slice(0, 40)}`;
  const shown = it => it.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true});

  // The page
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) {
    const wide = ours.find(it => it.getBoundingClientRect().right > innerWidth + 1);
    wrong.push(`the page is ${root.scrollWidth} wide, and the window ${innerWidth}${wide ? `: ${called(wide)}` : ''}`);
  }
  const ids = [...document.querySelectorAll('[id]')].map(it => it.id);
  for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) wrong.push(`twice: #${id}`);
  for (const it of document.querySelectorAll('article a[href^="#"], [role=main] a[href^="#"]'))
    if (!document.getElementById(decodeURIComponent(it.hash.slice(1)))) wrong.push(`a link leads nowhere: ${it.hash}`);
  for (const it of inside('[aria-labelledby]'))
    for (const id of it.getAttribute('aria-labelledby').split(' '))
      if (!it.contains(document.getElementById(id))) wrong.push(`the name is elsewhere: ${id}`);

  // Whatever scrolls
  for (const it of [...ours, ...inside('*')]) {
    if (!/auto|scroll/.test(getComputedStyle(it).overflowX) || it.scrollWidth <= it.clientWidth || !shown(it)) continue;
    if (it.tabIndex !== 0) wrong.push(`scrolls and takes no focus: ${called(it)}`);
    if (!it.getAttribute('aria-label') || !it.getAttribute('role')) wrong.push(`scrolls and has no name: ${called(it)}`);
    if (matchMedia('print').matches) wrong.push(`scrolls on paper: ${called(it)}`);
  }

  // Labels of pictures
  const apart = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
  for (const picture of inside('svg, .cidrbook-strip, .cidrbook-cells').filter(shown)) {
    const svg = picture.tagName === 'svg';
    const labels = [...picture.querySelectorAll(svg ? 'text' : ':scope > *')].map(it => [it, it.getBoundingClientRect()]);
    for (const [index, [it, box]] of labels.entries()) {
      for (const [other, second] of labels.slice(index + 1))
        if (!apart(box, second)) wrong.push(`labels overlap: ${called(it)} / ${called(other)}`);
      if (!svg && it.scrollHeight > it.clientHeight + 1) wrong.push(`a label is cut: ${called(it)} ${it.dataset.n || ''}`);
    }
    for (const cell of picture.matches('.cidrbook-cells') ? picture.children : [])
      if (cell.scrollWidth > cell.clientWidth + 1) wrong.push(`a label is cut: ${cell.dataset.n}`);
  }

  // Contrast: the text's colour on every colour that may be behind it
  const canvas = Object.assign(document.createElement('canvas'), {width: 1, height: 1}).getContext('2d', {willReadFrequently: true});
  const known = new Map();
  const rgba = text => {
    if (!known.has(text)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = '#000';
      canvas.fillStyle = text;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data;
      const alpha = /^(?:rgba\(.*,|.*\/) *([\d.]+)\)$/.exec(text);
      const exact = /^rgba?\((\d+), (\d+), (\d+)/.exec(text);
      known.set(text, [...(exact ? exact.slice(1).map(Number) : [r, g, b]), alpha ? Number(alpha[1]) : text === 'transparent' ? 0 : 1]);
    }
    return known.get(text);
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((channel, index) => channel * a + under[index] * (1 - a));
  const light = colour => {
    const [r, g, b] = colour.map(it => it / 255).map(it => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const backgrounds = new Map();
  const behind = it => {
    if (!it) return [[255, 255, 255]];
    if (!backgrounds.has(it)) {
      const style = getComputedStyle(it);
      const plain = behind(it.parentElement).map(under => over(rgba(style.backgroundColor), under));
      // The shadow at an edge with more behind it scrolls away before any text is read there.
      const stops = /local/.test(style.backgroundAttachment) ? [] : [...new Set(style.backgroundImage.match(/rgba?\([^)]*\)/g) || [])];
      backgrounds.set(it, stops.length ? [...plain, ...stops.flatMap(stop => plain.map(under => over(rgba(stop), under)))] : plain);
    }
    return backgrounds.get(it);
  };
  const painted = (text, under) => {
    const box = text.getBoundingClientRect();
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    for (const it of text.ownerSVGElement.querySelectorAll('rect')) {
      const area = it.getBoundingClientRect();
      const style = getComputedStyle(it);
      if (style.fill === 'none' || x < area.left || x > area.right || y < area.top || y > area.bottom) continue;
      const [r, g, b, a] = rgba(style.fill);
      under = under.map(below => over([r, g, b, a * Number(style.fillOpacity)], below));
    }
    return under;
  };
  let lowest = 21;
  const judge = (it, colour, grounds, words) => {
    const worst = Math.min(...grounds.map(ground => ratio(over(colour, ground), ground)));
    lowest = Math.min(lowest, worst);
    if (worst < 4.5) wrong.push(`contrast ${worst.toFixed(2)}: ${called(it)} ${words}`);
  };
  for (const it of [...ours, ...inside('*')].filter(shown)) {
    const style = getComputedStyle(it);
    if (it.tagName === 'text') {
      const [r, g, b, a] = rgba(style.fill);
      judge(it, [r, g, b, a * Number(style.fillOpacity)], painted(it, behind(it.ownerSVGElement.parentElement)), 'in a drawing');
    } else if ([...it.childNodes].some(node => node.nodeType === 3 && node.data.trim())) judge(it, rgba(style.color), behind(it), '');
    for (const part of ['::before', '::after']) {
      const {content, color} = getComputedStyle(it, part);
      if (/^"[^"]+"$/.test(content)) judge(it, rgba(color), behind(it), content);
    }
  }
  return [wrong.slice(0, 40), lowest];
};
