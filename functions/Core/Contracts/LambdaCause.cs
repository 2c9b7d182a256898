using System.Text.Json;

namespace Pipeline.Core.Contracts;

/// <summary>Turns the <c>Cause</c> of a failed Task (<see cref="Fault"/>) into text for people.</summary>
public static class LambdaCause
{
    /// <summary>The message in a cause. A Lambda function's cause is JSON with <c>errorMessage</c> and a stack trace; any other cause is already text.</summary>
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
