import { palette } from "./theme";

/** The mark: a loop that does not close, and the guest it goes around. */
export function Mark({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill={palette.ink} />
      <g fill="none" strokeLinecap="round" strokeLinejoin="round">
        <path d="M23.9 10.2A9.6 9.6 0 1 0 25.6 16" stroke="#fff" strokeWidth="2.6" />
        <path d="M20.2 10.9h4.4V6.5" stroke="#fff" strokeWidth="2.6" />
        <path d="M11.2 20.6c.7-2.4 2.6-3.5 4.8-3.5s4.1 1.1 4.8 3.5" stroke="#e8a33d" strokeWidth="2.4" />
      </g>
      <circle cx="16" cy="13.4" r="2.7" fill="#e8a33d" />
    </svg>
  );
}
