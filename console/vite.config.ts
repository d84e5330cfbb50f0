import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig(async ({ mode }) => ({
  // The mock answers stand beside the source and are loaded only by `npm run dev:mock`: they never reach a bundle.
  plugins: [react(), ...(mode === "mock" ? [(await import("./mock/server")).mockServer()] : [])],
  server: {
    host: "127.0.0.1",
    port: 5173,
    proxy: mode === "mock" ? undefined : { "/api": process.env.ZHIKE_SERVER ?? "http://127.0.0.1:5080" },
  },
  build: {
    target: "es2022",
    manifest: true,
    chunkSizeWarningLimit: 900,
    reportCompressedSize: false,
  },
}));
