namespace Pipeline.Infra.Configuration;

/// <summary>One setting of the stack, as in <c>pulumi config set NAME VALUE</c>. The table in README.md is written from these.</summary>
/// <param name="Name">Name in <c>Pulumi.STACK.yaml</c>, after the project's name and a colon.</param>
/// <param name="Values">Allowed values, with bounds and units. Error messages quote this text.</param>
/// <param name="Default">Value if the setting is not set; empty for none.</param>
/// <param name="Meaning">What the setting does.</param>
internal abstract record Setting(string Name, string Values, string Default, string Meaning);

/// <summary>The configuration and its problems. Problems are collected, so that one message reports them all.</summary>
/// <param name="get">Returns the text of a setting by name: JSON for a list or a map, null if it is not set.</param>
internal sealed class SettingSource(Func<string, string?> get)
{
    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    public string? GetText(Setting setting) => get(setting.Name) is { Length: > 0 } text ? text : null;

    /// <summary>Adds that the setting has a value that is not allowed.</summary>
    public void AddProblem(Setting setting, string found) =>
        AddProblem($"{setting.Name} is {found}; it must be {setting.Values}");

    public void AddProblem(string problem) => _problems.Add(problem);
}

/// <summary>The configuration of the stack is not valid. Nothing was changed.</summary>
public sealed class InvalidConfigurationException(IReadOnlyList<string> problems)
    : Exception(string.Join('\n', ["The stack's configuration is not valid:", .. problems.Select(problem => $"  {problem}")]))
{
    /// <summary>One text per problem: the setting, the value found and the values allowed.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
