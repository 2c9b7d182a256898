using System.Buffers;

namespace Pipeline.Host.Engine.Executions;

/// <summary>Names of executions. Source: Step Functions API Reference, StartExecution, "name".</summary>
internal static class ExecutionNames
{
    public const int MaxCharacters = 80;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("<>{}[]?*\"#%\\^|~`$&,;:/");

    /// <summary>Creates a unique name.</summary>
    public static string Create() => Guid.NewGuid().ToString();

    /// <exception cref="InvalidExecutionNameException">The name is not valid.</exception>
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
                throw new InvalidExecutionNameException(name, $"contains the character U+{(int)character:X4}");
            }
        }
    }
}
