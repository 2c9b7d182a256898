using System.Buffers;

namespace Pipeline.Host.Engine.Executions;

/// <summary>Names of executions. Source: Step Functions API Reference, StartExecution, "name".</summary>
internal static class ExecutionNames
{
    public const int MaxCharacters = 80;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("<>{}[]?*\"#%\\^|~`$&,;:/");

    /// <summary>A name that nothing else has.</summary>
    public static string Create() => Guid.NewGuid().ToString();

    /// <exception cref="InvalidExecutionNameException">It cannot be a name.</exception>
    public static void Validate(string name)
    {
        if (name.Length is 0 or > MaxCharacters)
        {
            throw new InvalidExecutionNameException(name, $"has {name.Length} characters");
        }

        foreach (var character in name)
        {
            if (Forbidden.Contains(character) || char.IsWhiteSpace(character) || char.IsControl(character)
                || char.IsSurrogate(character) || character is '\uFFFE' or '\uFFFF')
            {
                throw new InvalidExecutionNameException(name, $"holds U+{(int)character:X4}");
            }
        }
    }
}
