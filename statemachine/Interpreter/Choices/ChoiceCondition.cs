using System.Text.Json.Nodes;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.Paths;

namespace Pipeline.Interpreter.Choices;

/// <summary>The condition of a choice rule.</summary>
internal abstract class ChoiceCondition
{
    /// <exception cref="StateFailedException">A path finds nothing and the condition is not <c>IsPresent</c>.</exception>
    public abstract bool IsMet(EvaluationScope scope);
}

internal sealed class AndCondition(IReadOnlyList<ChoiceCondition> conditions) : ChoiceCondition
{
    public override bool IsMet(EvaluationScope scope) => conditions.All(condition => condition.IsMet(scope));
}

internal sealed class OrCondition(IReadOnlyList<ChoiceCondition> conditions) : ChoiceCondition
{
    public override bool IsMet(EvaluationScope scope) => conditions.Any(condition => condition.IsMet(scope));
}

internal sealed class NotCondition(ChoiceCondition condition) : ChoiceCondition
{
    public override bool IsMet(EvaluationScope scope) => !condition.IsMet(scope);
}

/// <summary><c>IsPresent</c>: the only condition that can hold for a missing variable.</summary>
internal sealed class IsPresentCondition(DataPath variable, bool expected) : ChoiceCondition
{
    public override bool IsMet(EvaluationScope scope) =>
        (variable.TrySelect(scope, out var value) && (variable.IsReference || value is JsonArray { Count: > 0 })) == expected;
}

/// <summary>Compares a variable with a fixed value, or with the value that another path finds.</summary>
internal sealed class ComparisonCondition(DataPath variable, ChoiceOperator comparisonOperator, JsonNode? expected, DataPath? expectedPath) : ChoiceCondition
{
    public override bool IsMet(EvaluationScope scope) =>
        comparisonOperator.Compare(Select(variable, scope), expectedPath is null ? expected : Select(expectedPath, scope));

    private static JsonNode? Select(DataPath path, EvaluationScope scope) => path.TrySelect(scope, out var value)
        ? value
        : throw new StateFailedException(
            ErrorNames.Runtime,
            $"Invalid path '{path.Text}': The choice state's condition path references an invalid value.");
}
