using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>The numbers of a Map that may come from its input.</summary>
internal static class MapSettings
{
    /// <exception cref="StateFailedException">The path finds no whole number of 0 or more.</exception>
    public static long? Whole(Setting? setting, EvaluationScope scope)
    {
        if (setting?.Path is not { } path)
        {
            return (long?)setting?.Value;
        }

        var value = Find(setting, scope);
        return Numbers.Whole(value) switch
        {
            null => throw NotA("integer", setting, value),
            < 0 => throw new StateFailedException(ErrorNames.Runtime, $"{setting.Field} cannot be negative."),
            { } number => Math.Min(number, int.MaxValue),
        };
    }

    /// <summary>Tells how many failures are too many; null when the Map tolerates none.</summary>
    public static Func<int, bool>? Tolerance(MapState state, EvaluationScope scope, int items)
    {
        var count = Whole(state.ToleratedFailureCount, scope);
        var percentage = Percentage(state.ToleratedFailurePercentage, scope);
        return count is null && percentage is null
            ? null
            : failures => failures > (count ?? long.MaxValue) || failures * 100.0 / items > (percentage ?? 100);
    }

    private static double? Percentage(Setting? setting, EvaluationScope scope)
    {
        if (setting?.Path is null)
        {
            return setting?.Value;
        }

        var value = Find(setting, scope);
        return !Numbers.IsNumber(value) ? throw NotA("float", setting, value)
            : Numbers.Approximate(value!) is var percentage and >= 0 and <= 100 ? percentage
            : throw new StateFailedException(ErrorNames.Runtime, "ToleratedFailurePercentage must be between 0 and 100.");
    }

    private static JsonNode? Find(Setting setting, EvaluationScope scope) =>
        new PathExpression(setting.Path!, $"{setting.Field}Path").Evaluate(scope);

    private static StateFailedException NotA(string type, Setting setting, JsonNode? value) => new(
        ErrorNames.Runtime,
        $"The {setting.Field}Path field refers to value \"{(value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : JsonText.Write(value))}\" "
        + $"which is not a valid {type}: {setting.Path!.Text}");
}
