export function DefinitionPage() { return <h1>Definition</h1>; }
