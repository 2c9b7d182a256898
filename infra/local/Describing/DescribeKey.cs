using System.Text;
using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Describing;

/// <summary>The key of a model's service. It is not an option, because other users of a machine can see command lines.</summary>
internal static class DescribeKey
{
    /// <summary>Environment variable of the key.</summary>
    public const string Variable = "PIPELINE_DESCRIBE_KEY";

    /// <returns>Null if there is none.</returns>
    /// <exception cref="UsageException">It cannot be sent in a header.</exception>
    public static string? Read()
    {
        var key = Environment.GetEnvironmentVariable(Variable)?.Trim();
        return string.IsNullOrEmpty(key) ? null
            : Ascii.IsValid(key) && !key.Any(character => char.IsControl(character) || character == ' ') ? key
            : throw new UsageException($"The environment variable {Variable} cannot be used: a key has only visible ASCII characters.");
    }
}
