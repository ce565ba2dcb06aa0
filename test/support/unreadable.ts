/** An object that throws whenever it is asked for anything. */
export const UNREADABLE: object = new Proxy(
  {},
  {
    get() {
      throw new Error('Nobody may ask.');
    },
  },
);
