import { SearchOutlined } from "@ant-design/icons";
import { Input } from "antd";
import { useEffect, useState } from "react";
import { useDebounced } from "./useDebounced";

/** Searches a moment after the last key. */
export function SearchBox(props: {
  value: string;
  onSearch: (text: string) => void;
  placeholder: string;
  width?: number;
}) {
  const { value, onSearch } = props;
  const [text, setText] = useState(value);
  const rested = useDebounced(text, 350);
  useEffect(() => setText(value), [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a rested text searches, not an answer that came meanwhile
  useEffect(() => {
    if (rested.trim() !== value) onSearch(rested.trim());
  }, [rested]);
  return (
    <Input
      allowClear
      prefix={<SearchOutlined className="zk-soft" />}
      placeholder={props.placeholder}
      value={text}
      style={{ width: props.width ?? 260 }}
      onChange={(event) => setText(event.target.value)}
      onPressEnter={() => onSearch(text.trim())}
    />
  );
}
