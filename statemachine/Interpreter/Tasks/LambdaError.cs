using System.Text.Json.Nodes;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Tasks;

/// <summary>Converts an exception of a handler to the error and cause that Lambda's .NET runtime reports.</summary>
internal static class LambdaError
{
    /// <summary>Gets the class name without its namespace, which <c>ErrorEquals</c> matches.</summary>
    public static string GetErrorName(Exception exception) => exception.GetType().Name;

    /// <summary>Writes JSON with <c>errorType</c>, <c>errorMessage</c>, <c>stackTrace</c> and, for an inner exception, <c>cause</c>.</summary>
    public static string WriteCause(Exception exception) => JsonText.Write(Describe(exception));

    private static JsonObject Describe(Exception exception)
    {
        var report = new JsonObject
        {
            ["errorType"] = GetErrorName(exception),
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
