using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pipeline.Http.Contracts;

namespace Pipeline.Http.Requests;

/// <summary>A response, as both hosts send it.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Headers">Headers, each once.</param>
/// <param name="Body">The body as text; null for none.</param>
public sealed record ApiResponse(int Status, IReadOnlyDictionary<string, string> Headers, string? Body = null)
{
    private const string ContentType = "Content-Type";
    private const string Json = "application/json";

    /// <summary>Creates a response with JSON.</summary>
    public static ApiResponse FromJson<T>(int status, T value, JsonTypeInfo<T> type, params ReadOnlySpan<(string Name, string Value)> headers) =>
        Create(status, Json, JsonSerializer.Serialize(value, type), headers);

    /// <summary>Creates a response with JSON that is text already.</summary>
    public static ApiResponse FromJsonText(string json, params ReadOnlySpan<(string Name, string Value)> headers) => Create(200, Json, json, headers);

    /// <summary>Creates a response without body.</summary>
    public static ApiResponse Empty(int status, params ReadOnlySpan<(string Name, string Value)> headers) => Create(status, null, null, headers);

    /// <summary>Creates the response to an error.</summary>
    public static ApiResponse FromProblem(ApiProblem problem) => Create(
        problem.Status,
        "application/problem+json",
        JsonSerializer.Serialize(
            new($"urn:image-pipeline:problem:{problem.Code}", problem.Title, problem.Status, problem.Detail, problem.Code), HttpJson.Default.ProblemDocument),
        problem.RetryAfter is { } seconds ? [("Retry-After", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Cache-Control", "no-store")] : [("Cache-Control", "no-store")]);

    private static ApiResponse Create(int status, string? contentType, string? body, ReadOnlySpan<(string Name, string Value)> headers)
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (contentType is not null)
        {
            all[ContentType] = contentType;
        }

        foreach (var (name, value) in headers)
        {
            all[name] = value;
        }

        return new(status, all, body);
    }
}
