using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Local.Serving.StepFunctions;

/// <summary>Members of a request, each checked as the service does.</summary>
internal static class RequestFields
{
    /// <summary>Results of a page where the caller does not say.</summary>
    private const int UsualPage = 100;

    public const int MostPerPage = 1_000;

    /// <summary>A text that may be absent.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The member.</param>
    /// <param name="most">Characters that it may have.</param>
    public static string? TextOrNull(this JsonObject request, string name, int most = int.MaxValue)
    {
        var text = Value<string>(request, name, JsonValueKind.String);
        return text is null || text.Length <= most
            ? text
            : throw Failed($"Value of {text.Length} characters", name, $"Member must have length less than or equal to {most}");
    }

    public static string Text(this JsonObject request, string name, int most = int.MaxValue) =>
        TextOrNull(request, name, most) ?? throw Failed("Value null", name, "Member must not be null");

    public static bool Flag(this JsonObject request, string name, bool otherwise) =>
        request[name] is JsonValue value && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False
            ? request[name]!.GetValue<bool>()
            : request[name] is null ? otherwise : throw WrongType(name);

    /// <summary>One of some names, or null.</summary>
    public static string? ChoiceOrNull(this JsonObject request, string name, params ReadOnlySpan<string> values)
    {
        var text = TextOrNull(request, name);
        return text is null || values.Contains(text)
            ? text
            : throw Failed($"Value '{text}'", name, $"Member must satisfy enum value set: [{string.Join(", ", values.ToArray())}]");
    }

    /// <summary><c>maxResults</c>: 0 and nothing stand for 100.</summary>
    public static int MaxResults(this JsonObject request)
    {
        if (request["maxResults"] is not { } node)
        {
            return UsualPage;
        }

        if (node is not JsonValue value || !value.TryGetValue<int>(out var number))
        {
            throw WrongType("maxResults");
        }

        return number switch
        {
            0 => UsualPage,
            < 0 => throw Failed($"Value '{number}'", "maxResults", "Member must have value greater than or equal to 0"),
            > MostPerPage => throw Failed($"Value '{number}'", "maxResults", $"Member must have value less than or equal to {MostPerPage}"),
            _ => number,
        };
    }

    private static T? Value<T>(JsonObject request, string name, JsonValueKind kind) where T : class => request[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == kind => value.GetValue<T>(),
        _ => throw WrongType(name),
    };

    private static StepFunctionsException WrongType(string name) =>
        new("SerializationException", $"The member '{name}' has a value of the wrong type.");

    private static StepFunctionsException Failed(string value, string name, string constraint) => StepFunctionsException.Invalid(
        $"1 validation error detected: {value} at '{name}' failed to satisfy constraint: {constraint}");
}
