import type { FieldError } from "../api/problem";
import { useFault } from "../i18n/useFault";

/** Why a run or a file ended as it did. What was kept before there were codes has only its sentence. */
export function Why({ faults, message }: { faults: FieldError[]; message: string }) {
  const fault = useFault();
  if (faults.length === 0) return message;
  return faults.map((one) => (
    <div key={`${one.field} ${one.message}`}>
      {one.field && <code>{one.field}</code>} {fault(one)}
    </div>
  ));
}
