using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pulumi;
using Pulumi.Testing;

namespace Pipeline.Aws.Tests.Infra;

/// <summary>AWS, as far as a program sees it that only makes resources: it names them and gives them ARNs.</summary>
/// <param name="preview">Whether nothing is made, so that nobody knows ARNs and names yet.</param>
internal sealed class MadeUpAccount(bool preview) : IMocks
{
    public ConcurrentBag<AskedFor> Resources { get; } = [];

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        var (type, name) = (args.Type!, args.Name!);
        if (type.StartsWith("image-pipeline:", StringComparison.Ordinal))
        {
            return Task.FromResult<(string?, object)>((null, args.Inputs));
        }

        Resources.Add(new(type, name, (JsonObject)ToJson(args.Inputs)!));
        if (preview)
        {
            return Task.FromResult<(string?, object)>((null, args.Inputs));
        }

        var made = (string)args.Inputs.GetValueOrDefault("name", args.Inputs.GetValueOrDefault("dashboardName", $"{name}-0a1b2c3"));
        var state = args.Inputs.SetItem("name", made);
        state = type switch
        {
            "aws:s3/bucket:Bucket" => state.SetItem("bucket", made).SetItem("arn", $"arn:aws:s3:::{made}"),
            "aws:sqs/queue:Queue" => state.SetItem("url", $"https://sqs.{DeployedStack.Region}.amazonaws.com/{DeployedStack.Account}/{made}").SetItem("arn", Arn("sqs", made)),
            "aws:sns/topic:Topic" => state.SetItem("arn", Arn("sns", made)),
            "aws:lambda/function:Function" => state.SetItem("arn", Arn("lambda", $"function:{made}")).SetItem("version", "7"),
            "aws:lambda/alias:Alias" => state.SetItem("arn", Arn("lambda", $"function:{args.Inputs["functionName"]}:{made}")),
            "aws:iam/role:Role" => state.SetItem("arn", $"arn:aws:iam::{DeployedStack.Account}:role/{made}"),
            "aws:sfn/stateMachine:StateMachine" => state.SetItem("arn", Arn("states", $"stateMachine:{made}")),
            "aws:cloudwatch/logGroup:LogGroup" => state.SetItem("arn", Arn("logs", $"log-group:{made}")),
            "aws:cloudwatch/eventRule:EventRule" => state.SetItem("arn",
                Arn("events", args.Inputs.TryGetValue("eventBusName", out var bus) ? $"rule/{bus}/{made}" : $"rule/{made}")),
            "aws:cloudwatch/eventBus:EventBus" => state.SetItem("arn", Arn("events", $"event-bus/{made}")),
            "aws:dynamodb/table:Table" => state.SetItem("arn", Arn("dynamodb", $"table/{made}")),
            "aws:kms/key:Key" => state.SetItem("keyId", name).SetItem("arn", Arn("kms", $"key/{name}")),
            _ => state,
        };
        return Task.FromResult<(string?, object)>(($"{name}-id", state));
    }

    public Task<object> CallAsync(MockCallArgs args) => Task.FromResult<object>(args.Token switch
    {
        "aws:index/getCallerIdentity:getCallerIdentity" => Answer(("accountId", DeployedStack.Account), ("arn", "arn"), ("id", DeployedStack.Account), ("userId", "user")),
        "aws:index/getRegion:getRegion" => Answer(
            ("region", DeployedStack.Region), ("name", DeployedStack.Region), ("id", DeployedStack.Region), ("description", ""), ("endpoint", "")),
        "aws:index/getPartition:getPartition" =>
            Answer(("partition", "aws"), ("dnsSuffix", "amazonaws.com"), ("id", "aws"), ("reverseDnsPrefix", "com.amazonaws")),
        _ => throw new NotSupportedException(args.Token),
    });

    private static ImmutableDictionary<string, object> Answer(params (string Name, object Value)[] values) =>
        values.ToImmutableDictionary(value => value.Name, value => value.Value);

    private static string Arn(string service, string resource) => $"arn:aws:{service}:{DeployedStack.Region}:{DeployedStack.Account}:{resource}";

    private static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        double number => JsonValue.Create(number),
        int number => JsonValue.Create((double)number),
        Archive archive => JsonValue.Create(archive.GetType().Name),
        ImmutableDictionary<string, object> map => new JsonObject(
            map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, ToJson(pair.Value)))),
        ImmutableArray<object> list => new JsonArray([.. list.Select(ToJson)]),
        _ => throw new NotSupportedException(value.GetType().FullName),
    };
}
