declare module 'whatwg-url-17' {
  export * from 'whatwg-url';
}
