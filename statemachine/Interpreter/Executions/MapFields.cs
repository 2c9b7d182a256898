using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.Intrinsics;
using Pipeline.Interpreter.Json;
using Pipeline.Interpreter.MapRuns;

namespace Pipeline.Interpreter.Executions;

/// <summary>Evaluates the numbers of a Map that can come from its input. AWS also takes the number in a text such as "1".</summary>
internal static class MapFields
{
    /// <exception cref="StateFailedException">The path does not find a whole number of 0 or more.</exception>
    public static long? ReadWholeNumber(NumberOrPath? field, EvaluationScope scope)
    {
        if (field?.Path is not { } path)
        {
            return (long?)field?.Value;
        }

        var value = Evaluate(field, scope);
        return JsonNumbers.ToInteger(JsonNumbers.ReadText(value)) switch
        {
            null => throw CreateTypeError("integer", field, value),
            < 0 => throw new StateFailedException(ErrorNames.Runtime, $"{field.Name} cannot be negative."),
            { } number => Math.Min(number, int.MaxValue),
        };
    }

    /// <summary>Returns a function that decides whether a number of failures is too high; null if the Map tolerates none.</summary>
    public static Func<int, bool>? ReadTolerance(MapState state, EvaluationScope scope, int itemCount)
    {
        var count = ReadWholeNumber(state.ToleratedFailureCount, scope);
        var percentage = ReadPercentage(state.ToleratedFailurePercentage, scope);
        return count is null && percentage is null
            ? null
            : failures => failures > (count ?? long.MaxValue) || failures * 100.0 / itemCount > (percentage ?? 100);
    }

    /// <summary>Reads what a Map Run starts with.</summary>
    /// <exception cref="StateFailedException">A path does not find a number that is allowed.</exception>
    public static MapRunSettings ReadSettings(MapState state, EvaluationScope scope, int maxConcurrency) => new(
        maxConcurrency, ReadWholeNumber(state.ToleratedFailureCount, scope), ReadPercentage(state.ToleratedFailurePercentage, scope));

    /// <summary>Reads the number of items that an ItemReader reads; null for all.</summary>
    /// <exception cref="StateFailedException">The path does not find a whole number of 0 or more.</exception>
    public static long? ReadMaxItems(NumberOrPath? field, EvaluationScope scope)
    {
        if (field?.Path is not null && JsonNumbers.ToInteger(JsonNumbers.ReadText(Evaluate(field, scope))) < 0)
        {
            throw new StateFailedException(ErrorNames.ItemReaderFailed, "field MaxItems must be positive");
        }

        return ReadWholeNumber(field, scope) is > 0 and { } number ? number : null;
    }

    private static double? ReadPercentage(NumberOrPath? field, EvaluationScope scope)
    {
        if (field?.Path is null)
        {
            return field?.Value;
        }

        var value = Evaluate(field, scope);
        return JsonNumbers.ReadText(value) is not { } number || !JsonNumbers.IsNumber(number) ? throw CreateTypeError("float", field, value)
            : JsonNumbers.ToDouble(number) is var percentage and >= 0 and <= 100 ? percentage
            : throw new StateFailedException(ErrorNames.Runtime, "ToleratedFailurePercentage must be between 0 and 100.");
    }

    private static JsonNode? Evaluate(NumberOrPath field, EvaluationScope scope) =>
        new PathExpression(field.Path!, $"{field.Name}Path").Evaluate(scope);

    private static StateFailedException CreateTypeError(string type, NumberOrPath field, JsonNode? value) => new(
        ErrorNames.Runtime,
        $"The {field.Name}Path field refers to value \"{(value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : JsonText.Write(value))}\" "
        + $"which is not a valid {type}: {field.Path!.Text}");
}
