'use strict';
// Walks the diagram that `seips` decides by, and shows what stands at its leaves, in the words of `seips`.
// As at the terminal (ask.py), the state is nothing but the answers; all else follows from them anew at every step.
// Nothing is kept, sent or put into the address, and text is only ever text: no markup is made from data.

const guide = JSON.parse(document.getElementById('guide').textContent);
const main = document.querySelector('main');
const way = document.querySelector('nav');
const title = document.title;

// Answers are numbers: question to option. `cameWith` holds those that came along with another, as a district does
// with a postcode; `changing` is the question that is put again from the check, or null.
const fresh = () => ({ answers: new Map(), cameWith: new Map(), changing: null, checked: false });
const copied = state => ({ ...state, answers: new Map(state.answers), cameWith: new Map(state.cameWith) });
let state = fresh();

// Other ways to answer a question: from its number to what understands words, as { answers, said }.
const aids = new Map();
// What a person chose at each question before, so that going back does not mean to choose again.
const earlier = new Map();

// ---- What follows from the answers ----

// The answers that matter, in order, and where they lead: a node, or ~n for leaf n.
const follow = () => {
  const used = [];
  let ref = guide.root;
  while (ref >= 0) {
    const [question, children] = guide.nodes[ref];
    if (!state.answers.has(question)) break;
    used.push(question);
    ref = children[state.answers.get(question)];
  }
  return { used, ref };
};

const forget = question => {
  const along = [...state.cameWith].filter(([, first]) => first === question).map(([other]) => other);
  for (const one of [question, ...along]) {
    state.answers.delete(one);
    state.cameWith.delete(one);
  }
};

const take = (question, reply) => {
  forget(question);
  for (const [one, option] of reply) {
    state.answers.set(one, option);
    if (one === question) earlier.set(one, option);
    else state.cameWith.set(one, question);
  }
  state.changing = null;
};

const stepBack = () => {
  const typed = follow().used.filter(question => !state.cameWith.has(question));
  if (state.checked) state.checked = false;
  else if (state.changing !== null) state.changing = null;
  else if (typed.length) forget(typed.at(-1));
};

// Answers that a change has made pointless go; those that a person gave are returned, to be named.
const dropUnneeded = () => {
  const { used } = follow();
  const dropped = [];
  for (const question of [...state.answers.keys()].filter(one => !used.includes(one))) {
    if (!state.cameWith.has(question)) dropped.push(question);
    earlier.delete(question);
    forget(question);
  }
  return dropped;
};

// ---- Steps, and the browser's own way back ----

// The address and the browser's history hold a number; what it stands for is here, and gone with the page.
let at = 0;
const past = new Map([[at, copied(state)]]);

const step = change => {
  change();
  at += 1;
  past.set(at, copied(state));
  history.pushState(at, '');
  draw();
};

const startAgain = () => {
  past.clear();
  earlier.clear();
  state = fresh();
};

addEventListener('popstate', event => {
  at = event.state ?? 0;
  state = copied(past.get(at) ?? fresh());
  draw();
});

// ---- Screens ----

const el = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

const button = (words, act, attributes = {}) => {
  const made = el('button', { type: 'button', ...attributes }, ...[words].flat());
  made.addEventListener('click', act);
  return made;
};

const hidden = words => el('span', { class: 'hidden' }, words);
const heading = words => el('h1', { tabindex: '-1' }, words);

const show = (words, ...content) => {
  main.replaceChildren(...content);
  way.hidden = !follow().used.length;
  document.title = `${words} - ${title}`;
  scrollTo(0, 0);
  // A screen reader begins where the focus is; the first screen is read from the top like any page.
  if (at) main.querySelector('h1').focus({ preventScroll: true });
};

const draw = () => {
  const { ref } = follow();
  const asked = state.changing ?? (ref < 0 ? null : guide.nodes[ref][0]);
  if (asked !== null) ask(asked);
  else if (state.checked) result(~ref);
  else check();
};

const ask = number => {
  const question = guide.questions[number];
  const form = el('form', { id: 'question', novalidate: '', autocomplete: 'off' }, el('fieldset', {},
    el('legend', {}, heading(question.text)),
    ...(question.hint ? [el('p', { id: 'hint', class: 'hint' }, question.hint)] : []),
    ...question.options.map((words, n) => option(words, n, n === (state.answers.get(number) ?? earlier.get(number))))));
  const fieldset = form.firstChild;
  if (question.hint) fieldset.setAttribute('aria-describedby', 'hint');
  const aid = aids.has(number) ? aidFor(number, form) : null;
  form.addEventListener('submit', event => {
    event.preventDefault();
    const chosen = form.querySelector(':checked')?.value;
    if (!chosen) refuse(form, question.text);
    else step(() => take(number, aid?.reply(+chosen) ?? [[number, +chosen]]));
  });
  show(question.text, form, ...(aid ? [aid.details] : []),
    el('details', {}, el('summary', {}, 'Why we ask'), el('p', {}, question.why)),
    el('p', {}, el('button', { form: 'question' }, 'Continue')));
};

const option = (words, n, checked) => {
  const input = el('input', { type: 'radio', name: 'option', id: `option-${n}`, value: n });
  input.checked = checked;
  return el('div', { class: 'option' }, input, el('label', { for: input.id }, words));
};

// Nothing was chosen: say so at the top, where the focus goes, and beside the options.
const refuse = (form, words) => {
  main.querySelectorAll('.problem, .error').forEach(old => old.remove());
  const first = form.querySelector('input');
  const link = el('a', { href: `#${first.id}` }, 'Choose an answer');
  link.addEventListener('click', event => {
    event.preventDefault();
    first.focus();
  });
  const summary = el('div', { class: 'problem', role: 'alert', tabindex: '-1' },
    el('h2', {}, 'There is a problem'), el('ul', {}, el('li', {}, link)));
  first.parentNode.before(el('p', { class: 'error', id: 'error' }, hidden('Error: '), 'Choose an answer'));
  form.firstChild.setAttribute('aria-describedby', form.querySelector('#hint') ? 'hint error' : 'error');
  main.prepend(summary);
  document.title = `Error: ${words} - ${title}`;
  summary.focus();
};

// A field for words that may answer a question; what they are understood as is said, chosen, and left to be continued.
const aidFor = (number, form) => {
  const { summary, label, hint, action, understand } = aids.get(number);
  const input = el('input', { id: 'words', type: 'text', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'how' });
  const said = el('p', { role: 'status' });
  const field = el('form', { novalidate: '', autocomplete: 'off' }, el('label', { for: 'words' }, label),
    el('p', { id: 'how', class: 'hint' }, hint), input, el('button', { class: 'second' }, action), said);
  const choose = option => form.querySelectorAll('input').forEach((input, n) => { input.checked = n === option; });
  let found = null;
  field.addEventListener('submit', event => {
    event.preventDefault();
    const understood = understand(input.value);
    found = understood.answers.some(([question]) => question === number) ? understood.answers : null;
    choose(found ? new Map(found).get(number) : null);
    said.textContent = understood.said;
  });
  input.addEventListener('input', () => {
    if (found) choose(null);
    found = null;
    said.textContent = '';
  });
  const reply = chosen => (found && new Map(found).get(number) === chosen ? found : null);
  return { details: el('details', {}, el('summary', {}, summary), field), reply };
};

const answered = question => guide.questions[question].options[state.answers.get(question)];

const check = () => {
  const dropped = dropUnneeded().map(question =>
    el('p', {}, guide.words.dropped.replace('{question}', () => guide.questions[question].text)));
  const rows = follow().used.map(question => el('div', {}, el('dt', {}, guide.questions[question].text),
    el('dd', {}, answered(question)),
    el('dd', {}, button(['Change', hidden(`: ${guide.questions[question].text}`)],
      () => step(() => { state.changing = question; }), { class: 'link' }))));
  const head = heading(guide.words.check);
  if (dropped.length) head.setAttribute('aria-describedby', 'dropped');
  show(guide.words.check, head, ...(dropped.length ? [el('div', { id: 'dropped', class: 'inset' }, ...dropped)] : []),
    el('dl', {}, ...rows), el('p', {}, button('See the result', () => step(() => { state.checked = true; }))));
};

const result = leaf => {
  const sections = guide.leaves[leaf].map(n => guide.sections[n]);
  const told = follow().used.map(question => `${guide.questions[question].text} ${answered(question)}`);
  const made = guide.words.made.replace('{today}', new Date().toLocaleDateString('en-GB', { dateStyle: 'long' }));
  show(sections[0][0],
    ...sections.map(([words, mark, label, lines], n) =>
      section(n ? el('h2', {}, words) : heading(words), mark, label, lines.map(line => reading(guide.lines[line])))),
    section(el('h2', {}, guide.words.told), '-', '', told.map(text => [[[text]]])),
    section(el('h2', {}, guide.words.about), '', '', [[[[made]]]]),
    el('div', { class: 'actions' }, button('Print this page', () => print()),
      button('Change an answer', () => step(stepBack), { class: 'second' }),
      button('Start again', () => step(startAgain), { class: 'second' })));
};

const today = () => {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(n => String(n).padStart(2, '0')).join('-');
};

// How a line reads today: the last of its entries that has begun.
const reading = line => line.filter(([from]) => from <= today()).at(-1)[1];

// The same markup as the page of a referral pack (html.py).
const section = (head, mark, label, lines) => {
  const shown = lines.map(parts => parts.flatMap((spans, n) => {
    const words = spans.map(([text, address]) => (address ? el('a', { href: address }, text) : text));
    return n ? [el('br'), ...words] : parts.length > 1 ? [el('strong', {}, ...words)] : words;
  }));
  const apart = lines.every(parts => parts.length > 1) ? { class: 'parts' } : {};
  return el('section', label ? { 'data-label': label } : {}, head, ...(mark
    ? [el(mark === '1.' ? 'ol' : 'ul', apart, ...shown.map(line => el('li', {}, ...line)))]
    : shown.map(line => el('p', {}, ...line))));
};

const start = () => {
  way.append(button('Back', () => step(stepBack), { class: 'link back' }));
  history.replaceState(at, '');
  const old = document.getElementById('old');
  old.hidden = today() < old.dataset.from;
  draw();
};
