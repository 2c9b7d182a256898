using System.Text;
using System.Text.Json;

namespace Pipeline.Host.Engine.Executions;

/// <summary>What an execution may be started with.</summary>
internal static class ExecutionInputValidator
{
    /// <summary>Most bytes of UTF-8. Source: AWS Step Functions Developer Guide, "Quotas": maximum input or output size.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <exception cref="InvalidExecutionInputException">It is no JSON, has a name twice in an object, or is too large.</exception>
    public static void Validate(string input)
    {
        var bytes = Encoding.UTF8.GetByteCount(input);
        if (bytes > MaxBytes)
        {
            throw new InvalidExecutionInputException($"The input holds {bytes} bytes; at most {MaxBytes} are allowed.");
        }

        try
        {
            using var document = JsonDocument.Parse(input, new() { AllowDuplicateProperties = false });
        }
        catch (JsonException exception)
        {
            throw new InvalidExecutionInputException($"The input is not JSON: {exception.Message}");
        }
    }
}
