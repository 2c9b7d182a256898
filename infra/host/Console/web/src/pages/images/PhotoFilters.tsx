import { useEffect, useRef, useState } from 'preact/hooks';
import { cleared, isPhotoSearch, type PhotoFilter } from './filter';

interface Props {
  filter: PhotoFilter;
  onChange: (changes: Record<string, string>) => void;
}

/** Searches images by their keys, and folded away by what photos say of themselves. */
export function PhotoFilters({ filter, onChange }: Props) {
  const [open, setOpen] = useState(isPhotoSearch(filter));
  return (
    <div class="stack" role="group" aria-label="Filter">
      <div class="filters photo-filters">
        <Input name="text" label="Part of the key" type="search" value={filter.text} onChange={onChange} />
        <div class="field">
          <label for="view">Show</label>
          <select id="view" class="select" value={filter.view} onChange={(event) => onChange({ view: event.currentTarget.value, prefix: '' })} data-testid="view">
            <option value="">all images</option>
            <option value="folders">folders</option>
          </select>
        </div>
        <div class="field">
          <label for="sort">Sort by</label>
          <select id="sort" class="select" value={filter.sort} onChange={(event) => onChange({ sort: event.currentTarget.value, order: '' })} data-testid="sort">
            <option value="">last changed</option>
            <option value="taken">date taken</option>
            <option value="name">name</option>
            <option value="size">size</option>
          </select>
        </div>
        <div class="field">
          <label for="order">Order</label>
          <select id="order" class="select" value={filter.order} onChange={(event) => onChange({ order: event.currentTarget.value })} data-testid="order">
            <option value="">{filter.sort === 'name' ? 'A to Z' : filter.sort === 'size' ? 'largest first' : 'newest first'}</option>
            <option value={filter.sort === 'name' ? 'desc' : 'asc'}>{filter.sort === 'name' ? 'Z to A' : filter.sort === 'size' ? 'smallest first' : 'oldest first'}</option>
          </select>
        </div>
        {(isPhotoSearch(filter) || filter.text !== '') && <button type="button" class="button slim" onClick={() => onChange(cleared)} data-testid="clear-filters">Clear filters</button>}
      </div>
      <details class="photo-details" open={open} onToggle={(event) => setOpen(event.currentTarget.open)} data-testid="photo-details">
        <summary>Photos by date, camera or keyword</summary>
        <div class="filters photo-filters">
          <Input name="takenAfter" label="Taken from" type="date" value={filter.takenAfter} onChange={onChange} />
          <Input name="takenBefore" label="Taken before" type="date" value={filter.takenBefore} onChange={onChange} />
          <Input name="camera" label="Camera" type="search" value={filter.camera} onChange={onChange} />
          <Input name="keyword" label="Keyword" type="search" value={filter.keyword} onChange={onChange} />
        </div>
      </details>
    </div>
  );
}

function Input({ name, label, type, value, onChange }: {
  name: string; label: string; type: 'date' | 'search'; value: string; onChange: Props['onChange'];
}) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // The address can change without typing, for example by the Back button.
    if (input.current !== null && document.activeElement !== input.current) {
      input.current.value = value;
    }
  }, [value]);
  const change = (event: { currentTarget: HTMLInputElement }): void => onChange({ [name]: event.currentTarget.value });
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {type === 'date'
        ? <input ref={input} id={name} class="input" type="date" defaultValue={value} onInput={change} data-testid={name} />
        : <input ref={input} id={name} class="input" type="search" defaultValue={value} spellcheck={false} onInput={change} data-testid={name} />}
    </div>
  );
}
