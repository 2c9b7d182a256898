using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>Runs the states that neither wait nor work: Pass, Choice, Succeed, Fail.</summary>
internal static class SimpleRunner
{
    public static Transition Pass(PassState state, Visit visit)
    {
        var input = visit.EffectiveInput();
        var result = state.HasResult ? state.Result
            : state.Parameters is not null ? state.Parameters.Evaluate(visit.Scope(input))
            : input;
        return visit.Exit(state.ResultPath.Apply(visit.Input.Node, result), state.Next, Assign(state.Assign, visit, result));
    }

    public static Transition Choice(ChoiceState state, Visit visit)
    {
        var input = visit.EffectiveInput();
        var scope = visit.Scope(input);
        foreach (var rule in state.Choices)
        {
            if (rule.Test.Holds(scope))
            {
                return visit.Exit(input, rule.Next, Assign(rule.Assign, visit, input), isPlain: false);
            }
        }

        // The specification's name for this is States.NoChoiceMatched; the service answers States.Runtime.
        return state.Default is not null
            ? visit.Exit(input, state.Default, Assign(state.Assign, visit, input), isPlain: false)
            : throw new StateFailedException(
                ErrorNames.Runtime, "Failed to transition out of the state. The state does not point to a next state.");
    }

    public static Transition Succeed(SucceedState state, Visit visit) => visit.Exit(visit.EffectiveInput(), state.Next);

    public static Transition Fail(FailState state, Visit visit)
    {
        var scope = visit.Scope(visit.Input.Node);
        var (error, cause) = (Text(state.Error, state.ErrorPath, "ErrorPath", scope), Text(state.Cause, state.CausePath, "CausePath", scope));
        return Transition.Failed(new Failure(error, cause, visit.Frame.PreviousEventId));
    }

    /// <summary>The new values of variables; all are computed from the old ones.</summary>
    public static JsonObject? Assign(ObjectTemplate? template, Visit visit, JsonNode? root) =>
        template?.Evaluate(visit.Scope(root)) as JsonObject;

    private static string? Text(string? literal, Expression? expression, string field, EvaluationScope scope)
    {
        if (expression is null)
        {
            return literal;
        }

        var value = expression.Evaluate(scope);
        return value?.GetValueKind() == JsonValueKind.String
            ? value.GetValue<string>()
            : throw new StateFailedException(
                ErrorNames.Runtime, $"The {field} field must refer to a string, but it refers to {JsonText.Write(value)}");
    }
}
