using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pipeline.Core.Deployment;

/// <summary>
/// Fills the <c>${Name}</c> placeholders of a state machine definition or event pattern: with ARNs in AWS, with the names
/// of local handlers on one machine.
/// </summary>
public static partial class DefinitionTemplate
{
    /// <param name="template">JSON text.</param>
    /// <param name="values">Value of each placeholder. Each is escaped as JSON text.</param>
    /// <exception cref="InvalidOperationException">A placeholder has no value, or a value has no placeholder. The message lists both.</exception>
    public static string Fill(string template, IReadOnlyDictionary<string, string> values)
    {
        var names = PlaceholderNames(template);
        var missing = names.Except(values.Keys).Order().ToArray();
        var unused = values.Keys.Except(names).Order().ToArray();
        if (missing.Length + unused.Length > 0)
        {
            throw new InvalidOperationException(
                $"Placeholders without a value: [{string.Join(", ", missing)}]; values without a placeholder: [{string.Join(", ", unused)}].");
        }

        return PlaceholderPattern().Replace(template, match => JsonEncodedText.Encode(values[match.Groups[1].Value]).ToString());
    }

    /// <summary>The names of the placeholders, without duplicates.</summary>
    public static IReadOnlySet<string> PlaceholderNames(string template) =>
        PlaceholderPattern().Matches(template).Select(match => match.Groups[1].Value).ToHashSet();

    [GeneratedRegex(@"\$\{([A-Za-z][A-Za-z0-9]*)\}")]
    private static partial Regex PlaceholderPattern();
}
