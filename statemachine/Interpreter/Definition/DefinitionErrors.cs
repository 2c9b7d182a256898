using System.Text.RegularExpressions;

namespace Pipeline.Interpreter.Definition;

/// <summary>Collects the problems of a definition while it is read, so that they are all reported at once.</summary>
internal sealed partial class DefinitionErrors
{
    private readonly List<DefinitionError> _errors = [];

    public IReadOnlyList<DefinitionError> All => _errors;

    public void Add(string path, string message) => _errors.Add(new DefinitionError(path, message));

    /// <summary>Calls <paramref name="read"/>. If it throws a <see cref="FormatException"/>, adds an error and returns null.</summary>
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

    /// <summary>The JSON path of a field: with a dot if its name allows that, otherwise in brackets.</summary>
    public static string GetChildPath(string path, string name) =>
        SimpleNamePattern().IsMatch(name) ? $"{path}.{name}" : $"{path}['{name.Replace("'", "\\'", StringComparison.Ordinal)}']";

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_\-]*(\.\$)?\z")]
    private static partial Regex SimpleNamePattern();
}
