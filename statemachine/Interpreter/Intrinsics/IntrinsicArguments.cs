using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Intrinsics;

/// <summary>Gets arguments of intrinsic functions by the required type.</summary>
internal static class IntrinsicArguments
{
    /// <summary>Maximum length of a string for Base64 and hash functions, in characters.</summary>
    public const int MaxStringLength = 10_000;

    /// <exception cref="ArgumentException">The argument is not an array.</exception>
    public static JsonArray GetArray(this IntrinsicCall call, int index) => call.Arguments[index] as JsonArray
        ?? throw new ArgumentException($"Invalid arguments: argument {index + 1} must be an array");

    /// <exception cref="ArgumentException">The argument is not an object.</exception>
    public static JsonObject GetObject(this IntrinsicCall call, int index) => call.Arguments[index] as JsonObject
        ?? throw new ArgumentException($"Invalid arguments: argument {index + 1} must be an object");

    /// <exception cref="ArgumentException">The argument is not a string.</exception>
    public static string GetString(this IntrinsicCall call, int index) =>
        call.Arguments[index] is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? value.GetValue<string>()
            : throw new ArgumentException($"Invalid arguments: argument {index + 1} must be a string");

    /// <exception cref="ArgumentException">The argument is not a string, or is longer than 10,000 characters.</exception>
    public static string GetLimitedString(this IntrinsicCall call, int index) => call.GetString(index) is var text && text.Length <= MaxStringLength
        ? text
        : throw new ArgumentException($"Invalid arguments: argument {index + 1} has {text.Length} characters, more than {MaxStringLength}");

    /// <summary>Gets a number, rounded to the nearest whole number.</summary>
    /// <exception cref="ArgumentException">The argument is not a number, or is too large.</exception>
    public static long GetInteger(this IntrinsicCall call, int index) => JsonNumbers.RoundToInteger(call.Arguments[index])
        ?? throw new ArgumentException($"Invalid arguments: argument {index + 1} must be a number");
}
