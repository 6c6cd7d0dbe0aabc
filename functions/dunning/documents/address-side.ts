// Where the window of a country's envelopes is (letter.ts draws behind it, the printer is told).
const windowOnRight = new Set(["FR", "ES", "PT", "IT", "BE", "LU", "MC"]);
export const addressSide = (country: string): "left" | "right" => (windowOnRight.has(country) ? "right" : "left");
