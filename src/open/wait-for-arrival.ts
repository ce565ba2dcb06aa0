const refused = new Set<string>();

/** Whether the page's own policy has refused a frame of this origin before; a policy never changes. */
export function isRefusedByPolicy(origin: string): boolean {
  return refused.has(origin);
}

/**
 * Waits until another page stands in a frame, or the page's own Content-Security-Policy refuses it.
 *
 * @param blank - what stands in the frame before
 * @param timeoutMs - how long; a page that is slow to come has not been refused
 */
export function waitForArrival(
  iframe: HTMLIFrameElement,
  blank: Document,
  origin: string,
  timeoutMs: number,
): Promise<'arrived' | 'refused'> {
  const { ownerDocument } = iframe;
  return new Promise((resolve) => {
    const onLoad = ({ target }: Event) => {
      if (target === iframe && iframe.contentDocument !== blank) end('arrived');
    };
    const onViolation = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
      if (!/^(?:frame|child|default)-src/.test(effectiveDirective)) return;
      // With the slash, or https://svc.example would answer for https://svc.example.org.
      if (!`${blockedURI}/`.startsWith(`${origin}/`)) return;
      refused.add(origin);
      end('refused');
    };
    const end = (outcome: 'arrived' | 'refused') => {
      clearTimeout(timer);
      ownerDocument.removeEventListener('load', onLoad, true);
      ownerDocument.removeEventListener('securitypolicyviolation', onViolation);
      resolve(outcome);
    };
    const timer = setTimeout(end, timeoutMs, 'arrived');
    ownerDocument.addEventListener('load', onLoad, true);
    ownerDocument.addEventListener('securitypolicyviolation', onViolation);
  });
}
