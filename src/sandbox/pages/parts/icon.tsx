/** Outlines on a grid of 24, drawn with the colour of the text. */
const PATHS = {
  app: 'M4 5h16v14H4zM4 9h16M9 9v10',
  modules: 'M5 5h6v6H5zM13 5h6v6h-6zM5 13h6v6H5zM16 13v6M13 16h6',
  roles:
    'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 19a6 6 0 0 1 12 0M16 5.5a3 3 0 0 1 0 5M21 19a6 6 0 0 0-4-5.6',
  journey: 'M5 6h10M15 6l-3-3M15 6l-3 3M19 18H9M9 18l3-3M9 18l3 3M12 12h0',
  faults: 'M13 3 5 14h6l-1 7 8-11h-6z',
  audit: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5M8 11l2 2 4-4',
  playground: 'M8 6l-5 6 5 6M16 6l5 6-5 6',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8h0',
  ok: 'M5 13l4 4L19 7',
  refused: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM6 6l12 12',
  failed: 'M12 4 2.5 20h19zM12 10v4M12 17h0',
  close: 'M6 6l12 12M18 6 6 18',
  plus: 'M12 5v14M5 12h14',
  edit: 'M4 20h4L19 9l-4-4L4 16zM13 7l4 4',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
  external: 'M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9',
  frame: 'M4 5h16v14H4zM8 9h8v6H8z',
  phone: 'M8 3h8v18H8zM11 18h2',
  back: 'M15 5l-7 7 7 7',
  lock: 'M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2',
} as const;

/** Names of the icons. */
export type IconName = keyof typeof PATHS;

/** Decoration beside a text that says the same; on its own it says nothing. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
