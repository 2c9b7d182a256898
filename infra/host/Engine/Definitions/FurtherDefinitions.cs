namespace Pipeline.Host.Engine.Definitions;

/// <summary>
/// The definitions that this host runs beside the pipeline's own: those that the options name, and the backfill's, which has the pipeline's
/// states and changes with them.
/// </summary>
public sealed class FurtherDefinitions
{
    /// <summary>Name of the backfill's state machine.</summary>
    public const string Backfill = "backfill";

    private readonly DefinitionFile _pipeline;
    private readonly DefinitionRules _rules;
    private readonly IReadOnlyDictionary<string, string> _files;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Key, DefinitionState? State)> _read = [];

    internal FurtherDefinitions(DefinitionFile pipeline, DefinitionRules rules, IReadOnlyDictionary<string, string> files) =>
        (_pipeline, _rules, _files) = (pipeline, rules, files);

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => [.. _files.Keys.Append(Backfill).Distinct().Where(name => Find(name) is not null).Order(StringComparer.Ordinal)];

    /// <summary>Returns a definition; null if there is none of this name, or it is not valid.</summary>
    public DefinitionState? Find(string name)
    {
        if (name != Backfill && !_files.ContainsKey(name))
        {
            return null;
        }

        lock (_gate)
        {
            // The pipeline's text is the backfill's, too. Other files are read once.
            var key = _files.ContainsKey(name) ? "" : _pipeline.Current.Json;
            if (!_read.TryGetValue(name, out var read) || read.Key != key)
            {
                _read[name] = read = (key, Read(name));
            }

            return read.State;
        }
    }

    private DefinitionState? Read(string name)
    {
        var text = _files.TryGetValue(name, out var path) ? File.ReadAllText(path) : _rules.ComposeBackfill(_pipeline.Current.Text);
        if (text is null)
        {
            return null;
        }

        var (definition, json, errors) = _rules.ReadFurther(text);
        return definition is null ? null : new(text, errors, definition, json, _pipeline.Current.LoadedAt);
    }
}
