using System.Text.Json.Nodes;
using Pipeline.Core.Deployment;

namespace Pipeline.Infra.Definitions;

/// <summary>The definition as it is deployed: with the time limits that follow from the stack's settings.</summary>
internal static class DeployedDefinition
{
    private const string TimeoutSeconds = "TimeoutSeconds";

    /// <param name="template">Text of <c>statemachine/image-pipeline.asl.json</c>, with its placeholders.</param>
    /// <param name="functionTimeouts">Timeout of each function in seconds, by the placeholder of its ARN.</param>
    /// <param name="executionTimeLimit">
    /// Time limit of executions. Step Functions ignores what is over its own for Express, but the definition should state the limit that applies.
    /// </param>
    /// <returns>The definition, still with its placeholders.</returns>
    public static string SetTimeLimits(string template, IReadOnlyDictionary<string, int> functionTimeouts, TimeSpan executionTimeLimit)
    {
        var definition = JsonNode.Parse(template)!.AsObject();
        definition[TimeoutSeconds] = (int)executionTimeLimit.TotalSeconds;
        SetStateTimeouts(definition, functionTimeouts);
        return definition.ToJsonString();
    }

    private static void SetStateTimeouts(JsonObject scope, IReadOnlyDictionary<string, int> functionTimeouts)
    {
        foreach (var (_, node) in scope["States"]!.AsObject())
        {
            var state = node!.AsObject();
            if (state["ItemProcessor"] is JsonObject inner)
            {
                SetStateTimeouts(inner, functionTimeouts);
            }

            if ((string?)state["Parameters"]?["FunctionName"] is { } placeholder && functionTimeouts.TryGetValue(placeholder[2..^1], out var timeout))
            {
                state[TimeoutSeconds] = CallTimeLimits.GetStateTimeout((int)state[TimeoutSeconds]!, timeout);
            }
        }
    }
}
