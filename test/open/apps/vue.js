import { parseModuleUrl } from '@mileapp/custom-module-url';
import { openModule } from '@mileapp/custom-module-url/open';
import { createApp, h, reactive, ref } from 'vue';

const options = { allowHttpLoopback: true };
const source = new URLSearchParams(location.search).get('module');
const generate = async () => 'the-token';

createApp({
  setup() {
    // Deeply reactive: what Vue hands out is a Proxy around the module URL.
    const moduleUrl = ref(parseModuleUrl(source, options));
    const state = reactive({ moduleUrl: parseModuleUrl(source, options), result: '' });
    const open = async () => {
      const result = await openModule(moduleUrl.value, generate);
      state.result = result.reason ?? result.status;
    };
    return () => [
      h('p', { id: 'origin' }, `${moduleUrl.value.origin} ${state.moduleUrl.preview()}`),
      h('p', { id: 'href' }, state.moduleUrl.render('abc').href),
      h('button', { id: 'open', onClick: open }, 'Open'),
      h('p', { id: 'result' }, state.result),
    ];
  },
}).mount('#app');
