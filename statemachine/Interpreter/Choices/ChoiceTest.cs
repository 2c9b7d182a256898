using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>The condition of a choice rule.</summary>
internal abstract class ChoiceTest
{
    /// <exception cref="StateFailedException">A path finds nothing, and the test is not <c>IsPresent</c>.</exception>
    public abstract bool Holds(EvaluationScope scope);
}

internal sealed class AllOf(IReadOnlyList<ChoiceTest> tests) : ChoiceTest
{
    public override bool Holds(EvaluationScope scope) => tests.All(test => test.Holds(scope));
}

internal sealed class AnyOf(IReadOnlyList<ChoiceTest> tests) : ChoiceTest
{
    public override bool Holds(EvaluationScope scope) => tests.Any(test => test.Holds(scope));
}

internal sealed class NotOf(ChoiceTest test) : ChoiceTest
{
    public override bool Holds(EvaluationScope scope) => !test.Holds(scope);
}

/// <summary><c>IsPresent</c>: the one test that a variable which is not there can pass.</summary>
internal sealed class PresenceTest(DataPath variable, bool expected) : ChoiceTest
{
    public override bool Holds(EvaluationScope scope) =>
        (variable.TrySelect(scope, out var value) && (variable.IsReference || value is JsonArray { Count: > 0 })) == expected;
}

/// <summary>A variable against a fixed value, or against what another path finds.</summary>
internal sealed class Comparison(DataPath variable, ChoiceOperator compare, JsonNode? expected, DataPath? expectedPath) : ChoiceTest
{
    public override bool Holds(EvaluationScope scope) =>
        compare.Holds(Find(variable, scope), expectedPath is null ? expected : Find(expectedPath, scope));

    private static JsonNode? Find(DataPath path, EvaluationScope scope) => path.TrySelect(scope, out var value)
        ? value
        : throw new StateFailedException(
            ErrorNames.Runtime,
            $"Invalid path '{path.Text}': The choice state's condition path references an invalid value.");
}
