import { render } from 'preact';

render(<h1>MileApp sandbox</h1>, document.querySelector('#app') as Element);
