import { paraglideVitePlugin } from "@inlang/paraglide-js";
import adapter from "@sveltejs/adapter-static";
import { sveltekit } from "@sveltejs/kit/vite";
import { defineConfig } from "vite";

// A static single-page app: everything is behind a sign-in, so no server has to keep pages warm. One page, and the router takes it from there.
export default defineConfig({
  plugins: [
    paraglideVitePlugin({ project: "./project.inlang", outdir: "./src/lib/paraglide", strategy: ["localStorage", "preferredLanguage", "baseLocale"], emitTsDeclarations: true }),
    sveltekit({ adapter: adapter({ fallback: "index.html" }), csp: { mode: "hash" } }),
  ],
  // Nothing is inlined as a data: address: the page allows fonts and images from its own origin only.
  build: { target: "es2023", assetsInlineLimit: 0 },
});
