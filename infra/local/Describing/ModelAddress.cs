using System.Text.RegularExpressions;

namespace Pipeline.Local.Describing;

/// <summary>Address of a model's service that speaks OpenAI's protocol.</summary>
internal static partial class ModelAddress
{
    /// <summary>How an address must look, for messages.</summary>
    public const string Syntax = "the http or https address of a service that speaks OpenAI's protocol, such as http://localhost:11434 for Ollama";

    private const string Operation = "chat/completions";

    /// <summary>
    /// The address of the operation: as given if it ends with <c>/chat/completions</c>; below the version in its path, such as <c>/v1</c>; otherwise below
    /// <c>/v1</c>.
    /// </summary>
    /// <returns>Null if the text is not such an address.</returns>
    public static Uri? TryParse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0
            || address.UserInfo.Length > 0 || address.Fragment.Length > 0)
        {
            return null;
        }

        var path = address.AbsolutePath.TrimEnd('/');
        var complete = path.EndsWith("/" + Operation, StringComparison.Ordinal) ? path
            : Version().IsMatch(path) ? $"{path}/{Operation}"
            : $"{path}/v1/{Operation}";
        return new UriBuilder(address) { Path = complete }.Uri;
    }

    /// <summary>A version as a segment of the path, such as <c>/v1</c> or <c>/v1beta/openai</c>.</summary>
    [GeneratedRegex("/v[0-9]+[a-z0-9]*(/|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
