using System.Text.Json.Nodes;
using Pulumi;

namespace Pipeline.Infra.Policies;

/// <summary>IAM policy documents.</summary>
internal static class Policy
{
    /// <returns>The document as JSON text.</returns>
    public static Output<string> CreateDocument(params IEnumerable<PolicyStatement> statements) =>
        Output.All(statements.Select(statement => statement.ToJson())).Apply(values =>
            new JsonObject
            {
                ["Version"] = "2012-10-17",
                ["Statement"] = new JsonArray([.. values]),
            }.ToJsonString());

    /// <summary>Escapes <c>* ? $</c> in a resource ARN, so that they match literally. Source: IAM policy variables, special characters.</summary>
    public static string EscapeLiteral(string text) =>
        text.Replace("$", "${$}", StringComparison.Ordinal).Replace("*", "${*}", StringComparison.Ordinal).Replace("?", "${?}", StringComparison.Ordinal);
}
