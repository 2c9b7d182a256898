using System.Text.Json.Nodes;
using Pulumi;

namespace Pipeline.Infra.Policies;

/// <summary>One statement of a policy. ARNs in it may be unknown until their resources are created.</summary>
/// <param name="Effect"><c>Allow</c> or <c>Deny</c>.</param>
/// <param name="Actions">Actions, such as <c>s3:GetObject</c>.</param>
/// <param name="Resources">ARNs; empty in a trust policy.</param>
internal sealed record PolicyStatement(string Effect, IReadOnlyList<string> Actions, IReadOnlyList<Input<string>> Resources)
{
    /// <summary>Principal in the policy of a resource: a service (<c>events.amazonaws.com</c>), an ARN or <c>*</c>. Null in the policy of a role.</summary>
    private Input<string>? Principal { get; init; }

    /// <summary><c>Service</c> or <c>AWS</c>.</summary>
    private string PrincipalType { get; init; } = "";

    private IReadOnlyList<Condition> Conditions { get; init; } = [];

    public static PolicyStatement Allow(IReadOnlyList<string> actions, params IReadOnlyList<Input<string>> resources) =>
        new("Allow", actions, resources);

    public static PolicyStatement Deny(IReadOnlyList<string> actions, params IReadOnlyList<Input<string>> resources) =>
        new("Deny", actions, resources);

    /// <summary>Allows a service to assume the role.</summary>
    public static PolicyStatement AllowAssumeRole(string service) => Allow(["sts:AssumeRole"]).ForService(service);

    public PolicyStatement ForService(string service) => this with { Principal = service, PrincipalType = "Service" };

    public PolicyStatement ForPrincipal(Input<string> arn) => this with { Principal = arn, PrincipalType = "AWS" };

    public PolicyStatement ForEveryone() => this with { Principal = "*", PrincipalType = "AWS" };

    /// <summary>Adds a condition.</summary>
    /// <param name="test">Operator, such as <c>StringEquals</c>.</param>
    /// <param name="key">Condition key, such as <c>aws:SourceAccount</c>.</param>
    /// <param name="values">Values, one of which must match.</param>
    public PolicyStatement When(string test, string key, params IReadOnlyList<Input<string>> values) =>
        this with { Conditions = [.. Conditions, new(test, key, values)] };

    /// <summary>Limits a service to calls on behalf of this account, so that no other account can use it (the confused deputy).</summary>
    public PolicyStatement FromAccount(Input<string> account) => When("StringEquals", "aws:SourceAccount", account);

    public PolicyStatement WithoutTls() => When("Bool", "aws:SecureTransport", "false");

    /// <summary>The statement in IAM's JSON, once all values are known.</summary>
    internal Output<JsonObject> ToJson()
    {
        var conditions = Output.All(Conditions.Select(condition => Output.All(condition.Values)));
        return Output.Tuple(Output.All(Resources), Output.All(Principal is null ? [] : new[] { Principal }), conditions).Apply(resolved =>
        {
            var (resources, principal, values) = resolved;
            var json = new JsonObject { [nameof(Effect)] = Effect };
            if (principal is [var principalValue])
            {
                json[nameof(Principal)] = new JsonObject { [PrincipalType] = principalValue };
            }

            json["Action"] = ToJsonArray(Actions);
            if (resources.Length > 0)
            {
                json["Resource"] = ToJsonArray(resources);
            }

            if (Conditions.Count > 0)
            {
                var tests = new JsonObject();
                foreach (var (condition, allowed) in Conditions.Zip(values))
                {
                    var test = tests[condition.Test]?.AsObject() ?? [];
                    test[condition.Key] = allowed is [var single] ? single : ToJsonArray(allowed);
                    tests[condition.Test] = test;
                }

                json["Condition"] = tests;
            }

            return json;
        });
    }

    private static JsonArray ToJsonArray(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    private sealed record Condition(string Test, string Key, IReadOnlyList<Input<string>> Values);
}
