using System.Text.Json;

namespace Pipeline.Core.Contracts;

/// <summary>The <c>Cause</c> of a failed Task (<see cref="Fault"/>), for people.</summary>
public static class LambdaCause
{
    /// <summary>Of a Lambda function the cause is JSON with <c>errorMessage</c> and a stack trace; of everything else it is text already.</summary>
    public static string MessageOf(string? cause)
    {
        if (cause is null || !cause.StartsWith('{'))
        {
            return cause ?? "";
        }

        try
        {
            using var document = JsonDocument.Parse(cause);
            return document.RootElement.TryGetProperty("errorMessage", out var message) && message.GetString() is { } text ? text : cause;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Text that happens to start with a brace, or JSON of another kind.
            return cause;
        }
    }
}
