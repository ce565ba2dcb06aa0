/** A few exclusive choices side by side; the keyboard moves among them as among radio buttons. */
export function Choice<Value extends string>({
  label,
  name,
  value,
  options,
  onChange,
  isLabelHidden = false,
}: {
  readonly label: string;
  readonly name: string;
  readonly value: Value;
  readonly options: readonly (readonly [Value, string])[];
  readonly onChange: (value: Value) => void;
  readonly isLabelHidden?: boolean;
}) {
  return (
    <fieldset class="choice">
      <legend class={isLabelHidden ? 'hidden' : ''}>{label}</legend>
      <div>
        {options.map(([option, text]) => (
          <label key={option}>
            <input
              type="radio"
              name={name}
              value={option}
              checked={option === value}
              onChange={() => onChange(option)}
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
