using System.Text.Json.Nodes;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.Json;
using Pipeline.Interpreter.Paths;

namespace Pipeline.Interpreter.Intrinsics;

/// <summary>The value of a <c>"name.$"</c> field, read once at load: a path or a call of an intrinsic function.</summary>
internal abstract class Expression
{
    /// <summary>Evaluates the expression. The value can belong to the input, so clone it before you put it anywhere else.</summary>
    /// <exception cref="StateFailedException">A path finds nothing or a function refuses its arguments.</exception>
    public abstract JsonNode? Evaluate(EvaluationScope scope);

    /// <param name="text">A path or a call.</param>
    /// <param name="field">The field that contains the text. AWS names it in the cause when a path finds nothing.</param>
    /// <param name="pastEndIsNull">Whether a path to an index past the end of an array evaluates to null.</param>
    /// <exception cref="FormatException">The text is neither a path nor a call.</exception>
    public static Expression Parse(string text, string field, bool pastEndIsNull = false) => text.StartsWith('$')
        ? new PathExpression(DataPath.Parse(text), field, pastEndIsNull)
        : new IntrinsicParser(text, field).Parse();
}

internal sealed class LiteralExpression(JsonNode? value, string? formatTemplate) : Expression
{
    /// <summary>The spelling of a string with its escapes, so that <c>States.Format</c> can distinguish <c>\{</c> from <c>{</c>.</summary>
    public string? FormatTemplate { get; } = formatTemplate;

    public override JsonNode? Evaluate(EvaluationScope scope) => value;
}

/// <param name="field">The field that contains the path.</param>
/// <param name="pastEndIsNull">Whether an index past the end of an array evaluates to null.</param>
internal sealed class PathExpression(DataPath path, string field, bool pastEndIsNull = false) : Expression
{
    public DataPath Path { get; } = path;

    public override JsonNode? Evaluate(EvaluationScope scope)
    {
        if (Path.TrySelect(scope, out var value) || (pastEndIsNull && Path.IsPastEnd(scope)))
        {
            return value;
        }

        var searched = Path.Root == "$" ? scope.Context : scope.Input;
        throw new StateFailedException(
            ErrorNames.Runtime,
            $"The JSONPath '{Path.Text}' specified for the field '{field}' could not be found in the input '{JsonText.Write(searched)}'");
    }
}

internal sealed class CallExpression(IntrinsicFunction function, IReadOnlyList<Expression> arguments, string text) : Expression
{
    public override JsonNode? Evaluate(EvaluationScope scope)
    {
        var values = new JsonNode?[arguments.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Evaluate(scope);
            if (i > 0)
            {
                // Only functions of several arguments can make more than they are given once.
                scope.CountCopy(values[i]);
            }
        }

        var template = arguments.Count > 0 ? (arguments[0] as LiteralExpression)?.FormatTemplate : null;
        try
        {
            return function.Call(new IntrinsicCall(values, template, scope.Random));
        }
        catch (ArgumentException exception)
        {
            throw new StateFailedException(
                ErrorNames.IntrinsicFailure, $"The function '{text}' had the following error: {exception.Message}");
        }
    }
}
