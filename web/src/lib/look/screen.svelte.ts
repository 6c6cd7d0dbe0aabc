// Two frames and a panel that has room or not. Only the frame that is seen is in the document: a hidden list of fifteen thousand cards costs like a shown one.
import { MediaQuery } from "svelte/reactivity";

const phone = new MediaQuery("max-width: 719px");
const wide = new MediaQuery("min-width: 1280px");
export const screen = {
  get phone(): boolean {
    return phone.current;
  },
  /** Room for a panel beside the page. */
  get wide(): boolean {
    return wide.current;
  },
};
