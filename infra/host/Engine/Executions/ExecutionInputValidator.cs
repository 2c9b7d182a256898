using System.Text;
using System.Text.Json;
using Pipeline.Interpreter.Json;

namespace Pipeline.Host.Engine.Executions;

/// <summary>Checks the input of a new execution.</summary>
internal static class ExecutionInputValidator
{
    /// <summary>
    /// Maximum size of the input, in bytes of UTF-8. Source: AWS Step Functions Developer Guide, "Quotas": maximum input or output size.
    /// </summary>
    public const int MaxBytes = 256 * 1024;

    /// <exception cref="InvalidExecutionInputException">
    /// The input is not JSON, has an object with a duplicate name, or is too large.
    /// </exception>
    public static void Validate(string input)
    {
        var bytes = Encoding.UTF8.GetByteCount(input);
        if (bytes > MaxBytes)
        {
            throw new InvalidExecutionInputException($"The input has {bytes} bytes; the maximum is {MaxBytes}.");
        }

        try
        {
            JsonCharacters.EnsureValid(input);
            using var document = JsonDocument.Parse(input, new() { AllowDuplicateProperties = false });
        }
        catch (JsonException exception)
        {
            throw new InvalidExecutionInputException($"The input is not JSON: {exception.Message}");
        }
    }
}
