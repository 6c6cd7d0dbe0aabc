// The way back from an object's page, shown in the top bar while that page is open.
export type Crumb = { readonly label: string; readonly href?: string };
export const trail: { crumbs: readonly Crumb[] } = $state({ crumbs: [] });

export function onTrail(crumbs: () => readonly Crumb[]): void {
  $effect(() => {
    trail.crumbs = crumbs();
    return () => void (trail.crumbs = []);
  });
}
