import type { DefinitionError } from '../../api/types';
import { Notice } from '../../components/Notice';
import { plural } from '../../components/format';

interface Props {
  errors: readonly DefinitionError[];
  lineOf: (path: string) => number;
  onShow: (line: number) => void;
}

export function DefinitionErrors({ errors, lineOf, onShow }: Props) {
  return (
    <Notice tone="bad" title={`The file has ${plural(errors.length, 'error')}. Executions keep using the last valid definition.`} testId="definition-errors">
      <ul class="definition-errors" tabIndex={0} aria-label="Errors">
        {errors.map(({ path, message }) => (
          <li key={`${path} ${message}`} data-testid="definition-error">
            <button type="button" class="link-button mono wrap-anywhere" onClick={() => onShow(lineOf(path))}>{path}</button> (line {lineOf(path)}): {message}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
