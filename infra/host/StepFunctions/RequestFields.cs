using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Host.StepFunctions;

/// <summary>Reads the members of a request and validates them as the service does.</summary>
internal static class RequestFields
{
    /// <summary>Results on a page if the request does not specify a number.</summary>
    private const int DefaultPerPage = 100;

    public const int MaxPerPage = 1_000;

    /// <summary>Reads an optional text.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">Name of the member.</param>
    /// <param name="maxLength">Maximum length, in characters.</param>
    public static string? GetTextOrNull(this JsonObject request, string name, int maxLength = int.MaxValue)
    {
        var text = ReadValue<string>(request, name, JsonValueKind.String);
        return text is null || text.Length <= maxLength
            ? text
            : throw ValidationFailed($"Value of {text.Length} characters", name, $"Member must have length less than or equal to {maxLength}");
    }

    public static string GetText(this JsonObject request, string name, int maxLength = int.MaxValue) =>
        GetTextOrNull(request, name, maxLength) ?? throw ValidationFailed("Value null", name, "Member must not be null");

    public static bool GetFlag(this JsonObject request, string name, bool defaultValue) =>
        request[name] is JsonValue value && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False
            ? request[name]!.GetValue<bool>()
            : request[name] is null ? defaultValue : throw WrongType(name);

    /// <summary>Reads an optional text that must be one of <paramref name="values"/>.</summary>
    public static string? GetChoiceOrNull(this JsonObject request, string name, params ReadOnlySpan<string> values)
    {
        var text = GetTextOrNull(request, name);
        return text is null || values.Contains(text)
            ? text
            : throw ValidationFailed($"Value '{text}'", name, $"Member must satisfy enum value set: [{string.Join(", ", values.ToArray())}]");
    }

    /// <summary>Reads <c>maxResults</c>, 0 to 1,000. 0 and a missing value mean 100.</summary>
    public static int GetMaxResults(this JsonObject request)
    {
        if (request["maxResults"] is not { } node)
        {
            return DefaultPerPage;
        }

        if (node is not JsonValue value || !value.TryGetValue<int>(out var number))
        {
            throw WrongType("maxResults");
        }

        return number switch
        {
            0 => DefaultPerPage,
            < 0 => throw ValidationFailed($"Value '{number}'", "maxResults", "Member must have value greater than or equal to 0"),
            > MaxPerPage => throw ValidationFailed($"Value '{number}'", "maxResults", $"Member must have value less than or equal to {MaxPerPage}"),
            _ => number,
        };
    }

    private static T? ReadValue<T>(JsonObject request, string name, JsonValueKind kind) where T : class => request[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == kind => value.GetValue<T>(),
        _ => throw WrongType(name),
    };

    private static StepFunctionsException WrongType(string name) =>
        new("SerializationException", $"The member '{name}' has a value of the wrong type.");

    private static StepFunctionsException ValidationFailed(string value, string name, string constraint) => StepFunctionsException.ValidationFailed(
        $"1 validation error detected: {value} at '{name}' failed to satisfy constraint: {constraint}");
}
