// Reads a postcode as places/postcodes.py does, from the same table. Nothing is guessed from neighbouring postcodes.

const places = JSON.parse(document.getElementById('places').textContent);
const separators = new RegExp(`[${places.separators}]`, 'gu');
const invisible = new RegExp(`[${places.invisible}]`, 'gu');
const endings = new RegExp(`[${places.endings}]`);
// Letters typed for digits: no postcode has these letters where a digit may stand.
const digits = text => text.replace(/[OIL]/g, letter => ({ O: '0', I: '1', L: '1' })[letter]);
const isDigit = text => /^[0-9]$/.test(text);

const understandPostcode = typed => {
  if ([...typed].length > places.longest) return '';
  const tidy = typed.normalize('NFKC').replace(separators, ' ').replace(invisible, '').toUpperCase();
  const words = tidy.split(' ').filter(word => word);
  const joined = words.join('');
  // A word such as `lol` must not be read as a postcode with nothing but letters for digits.
  if (!/^[0-9A-Z]+$/.test(joined) || /^[A-Z]+$/.test(joined)) return '';
  const half = firstHalf(words);
  return asUnit(joined, half) || asSector(joined, half) || (half ? '' : asOutcode(joined));
};

const firstHalf = words => {
  let head = '';
  for (const word of words.slice(0, -1)) {
    head += word;
    if (asOutcode(head)) return head;
  }
  return '';
};

const asUnit = (joined, half) => {
  const outcode = asOutcode(joined.slice(0, -3));
  const digit = digits(joined.slice(-3, -2));
  const isUnit = outcode && isDigit(digit) && [...joined.slice(-2)].every(letter => endings.test(letter));
  return isUnit && ['', joined.slice(0, -3)].includes(half) ? `${outcode} ${digit}${joined.slice(-2)}` : '';
};

const asSector = (joined, half) => {
  const outcode = asOutcode(joined.slice(0, -1));
  const digit = digits(joined.slice(-1));
  const isApart = half ? half === joined.slice(0, -1) : !asOutcode(joined);
  return outcode && isDigit(digit) && isApart ? `${outcode} ${digit}` : '';
};

const asOutcode = joined => {
  // A postcode area never has I as its second letter, so that is a 1.
  const letters = /^.[A-HJ-Z]/.test(joined) ? 2 : 1;
  const area = joined.slice(0, letters);
  const district = digits(joined.slice(letters));
  return /^[0-9].?$/.test(district) && /^[A-Z]+$/.test(area) ? area + district : '';
};

// The whole table, read when it is first wanted.
const table = (() => {
  let made = null;
  return () => (made ??= readTable());
})();

const readTable = () => {
  const read = { units: new Map(), counts: new Map(), listed: new Set(), elsewhere: new Set(), outside: new Set(), bulk: new Set() };
  const add = (sector, code, count) => {
    for (const place of [sector, sector.slice(0, -2)]) {
      const counts = read.counts.get(place) ?? new Map();
      read.counts.set(place, counts.set(code, (counts.get(code) ?? 0) + count));
    }
  };
  for (const [kind, name, code, detail] of places.rows.map(row => row.split(','))) {
    const words = (detail ?? '').split(' ').filter(word => word);
    if (kind === 'units') {
      const ends = words.flatMap(word => [...word.slice(1)].map(letter => word[0] + letter));
      ends.forEach(end => read.units.set(name + end, code));
      read.listed.add(name);
      add(name, code, ends.length);
    } else if (kind === 'sector') add(name, code, Number(detail));
    else if (kind === 'outcodes') words.forEach(district => read.elsewhere.add(name + district));
    else if (kind === 'area') read.outside.add(name);
    else [name, ...words.map(sector => `${name} ${sector}`)].forEach(place => read.bulk.add(place));
  }
  return read;
};

// What the table says: the reason by name, and the districts that are possible, most postcodes first; null where it
// does not know.
const lookUp = understood => {
  const [outcode, incode = ''] = understood.split(' ');
  if (incode.length === 3) return ofUnit(understood, understood.slice(0, -2));
  return incode ? ofSector(understood) : ofOutcode(outcode);
};

const possibleIn = place =>
  [...(table().counts.get(place) ?? [])].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([code]) => code);

const ofUnit = (postcode, sector) => {
  const code = table().units.get(postcode);
  if (code) return { reason: 'unit-listed', possible: [code] };
  return table().listed.has(sector) ? { reason: 'unit-not-listed', possible: null } : ofSector(sector);
};

const ofSector = sector => {
  const outcode = sector.slice(0, -2);
  if (table().counts.has(sector)) return shared('sector', possibleIn(sector));
  if (table().bulk.has(sector)) return { reason: 'bulk-mail', possible: null };
  // The outcode's other sectors say nothing about one that is not known.
  const isKnown = table().counts.has(outcode) || table().bulk.has(outcode);
  return isKnown ? { reason: 'sector-not-listed', possible: null } : ofOutcode(outcode);
};

const ofOutcode = outcode => {
  if (table().counts.has(outcode)) return shared('outcode', possibleIn(outcode));
  if (table().elsewhere.has(outcode)) return { reason: 'outcode-elsewhere', possible: [] };
  if (table().outside.has(/^[A-Z]+/.exec(outcode)[0])) return { reason: 'area-elsewhere', possible: [] };
  return { reason: table().bulk.has(outcode) ? 'bulk-mail' : 'outcode-not-listed', possible: null };
};

const shared = (place, possible) =>
  ({ reason: `${place}-in-${possible.length === 1 ? 'one-district' : 'several-districts'}`, possible });

const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// Where a home is, in the terms of the dataset (places/whereabouts.py): answers, and what is said of them.
const locate = typed => {
  const understood = understandPostcode(typed);
  if (!understood) return { understood, answers: [], said: places.words.neither };
  const { reason, possible } = lookUp(understood);
  const spots = possible?.map(code => places.spots[code]);
  const words = filled(places.reasons[reason], { typed: understood, place: listed(spots ?? []) });
  const answers = spots ? agreed(spots) : [];
  if (!answers.length) return { understood, answers, said: `${words} ${places.words.otherwise}` };
  const answer = guide.questions[places.home].options[answers[0][1]];
  return { understood, answers, said: filled(places.words.understood, { reason: words, answer }) };
};

const listed = spots => {
  const names = spots.map(spot => spot.name);
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names.join('');
};

// Whatever all that is possible has in common: the home, and then perhaps the district.
const agreed = spots => {
  const common = values => (new Set(values).size === 1 ? values[0] : null);
  const home = spots.length ? common(spots.map(spot => spot.home)) : places.elsewhere;
  const area = common(spots.map(spot => spot.area));
  return home === null ? [] : [[places.home, home], ...(area === null ? [] : [[places.area, area]])];
};

aids.set(places.home, { ...places.words, understand: locate });
