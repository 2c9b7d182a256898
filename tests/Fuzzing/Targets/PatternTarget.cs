using System.Text.Json;
using Pipeline.EventPatterns;

namespace Pipeline.Fuzzing.Targets;

/// <summary>An event pattern, and an event to match.</summary>
internal sealed class PatternTarget : Target
{
    public static IReadOnlyList<string> Language { get; } =
    [
        "{", "}", "[", "]", ":", ",", "\"a\"", "\"$or\"", "\"prefix\"", "\"suffix\"", "\"wildcard\"", "\"anything-but\"", "\"numeric\"", "\"exists\"", "\"cidr\"",
        "\"equals-ignore-case\"", "\"*\"", "\\ud800", "\\u0000", "\"10.0.0.0/8\"", "\"::/0\"", "\">=\"", "true", "null", "{\"a\":", "[{\"a\":", "\n---\n",
    ];

    public override string Name => "patterns";

    public override IReadOnlyList<string> Words => Language;

    public override Task RunAsync(byte[] input)
    {
        var texts = TextInput.Split(input, 2);
        try
        {
            var pattern = EventPattern.Parse(texts[0]);
            using var document = JsonDocument.Parse(texts[1]);
            pattern.Matches(document.RootElement);
        }
        catch (Exception exception) when (exception is InvalidEventPatternException or JsonException)
        {
            // As the contract says.
        }

        return Task.CompletedTask;
    }
}
