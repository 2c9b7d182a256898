using System.Text.RegularExpressions;

namespace Pipeline.Interpreter.Definition;

/// <summary>What is wrong with a definition, gathered while it is read so that all of it is reported at once.</summary>
internal sealed partial class DefinitionErrors
{
    private readonly List<DefinitionError> _errors = [];

    public IReadOnlyList<DefinitionError> All => _errors;

    public void Add(string path, string message) => _errors.Add(new DefinitionError(path, message));

    /// <summary>Null, and an error noted, when the reading throws a <see cref="FormatException"/>.</summary>
    public T? TryRead<T>(string path, Func<T> read) where T : class
    {
        try
        {
            return read();
        }
        catch (FormatException exception)
        {
            Add(path, exception.Message);
            return null;
        }
    }

    /// <summary>The JSON path of a field: dotted where its name allows it, else in brackets.</summary>
    public static string ChildPath(string path, string name) =>
        SimpleNamePattern().IsMatch(name) ? $"{path}.{name}" : $"{path}['{name.Replace("'", "\\'", StringComparison.Ordinal)}']";

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_\-]*(\.\$)?\z")]
    private static partial Regex SimpleNamePattern();
}
