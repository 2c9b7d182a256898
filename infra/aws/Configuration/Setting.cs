namespace Pipeline.Infra.Configuration;

/// <summary>One setting of the stack, as <c>pulumi config set NAME VALUE</c> names it. README's table is written from these.</summary>
/// <param name="Name">As in <c>Pulumi.STACK.yaml</c>, after the project's name.</param>
/// <param name="Values">What it may be, with bounds and units; in the message when it is something else.</param>
/// <param name="Default">What it is where it is not set; empty: nothing.</param>
/// <param name="Meaning">What it is for.</param>
internal abstract record Setting(string Name, string Values, string Default, string Meaning);

/// <summary>What is configured, and what is wrong with it: collected, so that all of it is told at once.</summary>
/// <param name="get">Text of a setting: JSON where it is a list or a map. Null where it is not set.</param>
internal sealed class SettingSource(Func<string, string?> get)
{
    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    public string? GetText(Setting setting) => get(setting.Name) is { Length: > 0 } text ? text : null;

    /// <summary>What was found is none of the setting's values.</summary>
    public void AddProblem(Setting setting, string found) =>
        AddProblem($"{setting.Name} is {found}; it must be {setting.Values}");

    public void AddProblem(string problem) => _problems.Add(problem);
}

/// <summary>The stack's configuration is not valid; nothing was changed.</summary>
public sealed class InvalidConfigurationException(IReadOnlyList<string> problems)
    : Exception(string.Join('\n', ["The stack's configuration is not valid:", .. problems.Select(problem => $"  {problem}")]))
{
    /// <summary>Each names its setting, what was found and what it may be.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
