/** What JSX is compiled to; see `build.ts`. */
export { Fragment, h } from 'preact';
