using System.Text.Json.Nodes;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.Intrinsics;

namespace Pipeline.Interpreter.Templates;

/// <summary>
/// A payload template (<c>Parameters</c>, <c>ItemSelector</c>, <c>ResultSelector</c>, <c>Assign</c>), read once at
/// load. Fields whose names end in <c>.$</c> contain a path or a call of an intrinsic function.
/// </summary>
internal abstract class PayloadTemplate
{
    /// <summary>Evaluates the template to a new value without a parent.</summary>
    /// <exception cref="StateFailedException">A path finds nothing or a function refuses its arguments.</exception>
    public abstract JsonNode? Evaluate(EvaluationScope scope);
}

internal sealed class LiteralTemplate(JsonNode? value) : PayloadTemplate
{
    public override JsonNode? Evaluate(EvaluationScope scope) => value?.DeepClone();
}

internal sealed class ExpressionTemplate(Expression expression) : PayloadTemplate
{
    public override JsonNode? Evaluate(EvaluationScope scope)
    {
        var value = expression.Evaluate(scope);
        scope.CountCopy(value);
        return value?.DeepClone();
    }
}

internal sealed class ArrayTemplate(IReadOnlyList<PayloadTemplate> items) : PayloadTemplate
{
    public override JsonNode? Evaluate(EvaluationScope scope) => new JsonArray([.. items.Select(item => item.Evaluate(scope))]);
}

internal sealed class ObjectTemplate(IReadOnlyList<KeyValuePair<string, PayloadTemplate>> fields) : PayloadTemplate
{
    public IReadOnlyList<KeyValuePair<string, PayloadTemplate>> Fields { get; } = fields;

    public override JsonNode? Evaluate(EvaluationScope scope)
    {
        var result = new JsonObject();
        foreach (var (name, value) in Fields)
        {
            result[name] = value.Evaluate(scope);
        }

        return result;
    }
}
