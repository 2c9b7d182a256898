using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.Intrinsics;
using Pipeline.Interpreter.Json;
using Pipeline.Interpreter.Templates;

namespace Pipeline.Interpreter.Executions;

/// <summary>Runs the states that take no time: Pass, Choice, Succeed, Fail.</summary>
internal static class SimpleStateRunner
{
    public static Transition RunPass(PassState state, Visit visit)
    {
        var input = visit.EvaluateInputPath();
        var result = state.HasResult ? state.Result
            : state.Parameters is not null ? state.Parameters.Evaluate(visit.CreateScope(input))
            : input;
        if (state.Parameters is not null)
        {
            visit.Inspection?.Record("afterParameters", result);
        }

        visit.Inspection?.Record("result", result);
        var output = state.ResultPath.Apply(visit.Input.Node, result);
        visit.Inspection?.Record("afterResultPath", output);
        return visit.Exit(output, state.Next, EvaluateAssign(state.Assign, visit, result));
    }

    public static Transition RunChoice(ChoiceState state, Visit visit)
    {
        var input = visit.EvaluateInputPath();
        var scope = visit.CreateScope(input);
        foreach (var rule in state.Choices)
        {
            if (rule.Condition.IsMet(scope))
            {
                return visit.Exit(input, rule.Next, EvaluateAssign(rule.Assign, visit, input), isDefaultNext: false);
            }
        }

        // The specification's error for this is States.NoChoiceMatched, but AWS reports States.Runtime.
        return state.Default is not null
            ? visit.Exit(input, state.Default, EvaluateAssign(state.Assign, visit, input), isDefaultNext: false)
            : throw new StateFailedException(
                ErrorNames.Runtime, "Failed to transition out of the state. The state does not point to a next state.");
    }

    public static Transition RunSucceed(SucceedState state, Visit visit) => visit.Exit(visit.EvaluateInputPath(), state.Next);

    public static Transition RunFail(FailState state, Visit visit)
    {
        var scope = visit.CreateScope(visit.Input.Node);
        var (error, cause) = (EvaluateText(state.Error, state.ErrorPath, "ErrorPath", scope), EvaluateText(state.Cause, state.CausePath, "CausePath", scope));
        return Transition.Failed(new Failure(error, cause, visit.Frame.PreviousEventId));
    }

    /// <summary>Computes the new values of variables, all from the old values.</summary>
    public static JsonObject? EvaluateAssign(ObjectTemplate? template, Visit visit, JsonNode? root) =>
        template?.Evaluate(visit.CreateScope(root)) as JsonObject;

    private static string? EvaluateText(string? literal, Expression? expression, string field, EvaluationScope scope)
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
