import { defineConfig } from "vitest/config";

export default defineConfig({
  define: { VERSION: '"test"' },
  test: { environment: "happy-dom", include: ["src/**/*.test.ts"] },
});
