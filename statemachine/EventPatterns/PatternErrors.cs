namespace Pipeline.EventPatterns;

/// <summary>Collects the problems of one pattern, so that they are all reported at once.</summary>
internal sealed class PatternErrors
{
    private readonly List<EventPatternError> _errors = [];

    public void Add(string path, string message) => _errors.Add(new(path, message));

    /// <exception cref="InvalidEventPatternException">There is at least one problem.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            throw new InvalidEventPatternException(_errors);
        }
    }

    /// <summary>The JSON path of a property: <c>$.detail</c>, <c>$['detail-type']</c>.</summary>
    public static string GetChildPath(string path, string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? $"{path}.{name}"
            : $"{path}['{name.Replace("\\", @"\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}']";
}
