using System.Text.Json.Nodes;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Tasks;

/// <summary>An exception of a handler as Lambda's .NET runtime would report it.</summary>
internal static class LambdaError
{
    /// <summary>The class name without its namespace: what <c>ErrorEquals</c> matches.</summary>
    public static string ErrorOf(Exception exception) => exception.GetType().Name;

    /// <summary>JSON with <c>errorType</c>, <c>errorMessage</c>, <c>stackTrace</c> and, where there is one, <c>cause</c>.</summary>
    public static string CauseOf(Exception exception) => JsonText.Write(Describe(exception));

    private static JsonObject Describe(Exception exception)
    {
        var report = new JsonObject
        {
            ["errorType"] = ErrorOf(exception),
            ["errorMessage"] = exception.Message,
            ["stackTrace"] = new JsonArray([.. (exception.StackTrace ?? "")
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(line => JsonValue.Create(line))]),
        };
        if (exception.InnerException is { } inner)
        {
            report["cause"] = Describe(inner);
        }

        return report;
    }
}
