import { parseModuleUrl } from '@mileapp/custom-module-url';
import { openModule } from '@mileapp/custom-module-url/open';
import { produce } from 'immer';
import { observable } from 'mobx';
import { createElement as h, StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';

const options = { allowHttpLoopback: true };
const source = new URLSearchParams(location.search).get('module');
const generate = async () => 'the-token';

// Behind the proxies of MobX and of an immer draft.
const store = observable({ moduleUrl: parseModuleUrl(source, options) });
const { href } = produce({ moduleUrl: parseModuleUrl(source, options), href: '' }, (draft) => {
  draft.href = draft.moduleUrl.render('abc').href;
});

function App() {
  const [moduleUrl] = useState(() => store.moduleUrl);
  const [result, setResult] = useState('');
  const open = async () => {
    const { reason, status } = await openModule(moduleUrl, generate);
    setResult(reason ?? status);
  };
  return [
    h('p', { key: 1, id: 'origin' }, `${moduleUrl.origin} ${moduleUrl.preview()}`),
    h('p', { key: 2, id: 'href' }, href),
    h('button', { key: 3, id: 'open', type: 'button', onClick: open }, 'Open'),
    h('p', { key: 4, id: 'result' }, result),
  ];
}

createRoot(document.querySelector('#app')).render(h(StrictMode, null, h(App)));
