using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pulumi;
using Pulumi.Testing;

namespace Pipeline.Aws.Tests.Infra;

/// <summary>AWS as seen by a program that only creates resources: gives them names and ARNs.</summary>
/// <param name="preview">Whether nothing is created, so that ARNs and names stay unknown.</param>
internal sealed class FakeAccount(bool preview) : IMocks
{
    public ConcurrentBag<RequestedResource> Resources { get; } = [];

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

        var physicalName = (string)args.Inputs.GetValueOrDefault("name", args.Inputs.GetValueOrDefault("dashboardName", $"{name}-0a1b2c3"));
        var state = args.Inputs.SetItem("name", physicalName);
        state = type switch
        {
            "aws:s3/bucket:Bucket" => state.SetItem("bucket", physicalName).SetItem("arn", $"arn:aws:s3:::{physicalName}")
                .SetItem("bucketRegionalDomainName", $"{physicalName}.s3.{MockedStack.Region}.amazonaws.com"),
            "aws:cloudfront/distribution:Distribution" => state.SetItem("arn", $"arn:aws:cloudfront::{MockedStack.Account}:distribution/{name}-id").SetItem("domainName", "d111111abcdef8.cloudfront.net"),
            "aws:sqs/queue:Queue" => state.SetItem("url", $"https://sqs.{MockedStack.Region}.amazonaws.com/{MockedStack.Account}/{physicalName}").SetItem("arn", Arn("sqs", physicalName)),
            "aws:sns/topic:Topic" => state.SetItem("arn", Arn("sns", physicalName)),
            "aws:lambda/function:Function" => state.SetItem("arn", Arn("lambda", $"function:{physicalName}")).SetItem("version", "7"),
            "aws:lambda/alias:Alias" => state.SetItem("arn", Arn("lambda", $"function:{args.Inputs["functionName"]}:{physicalName}")),
            "aws:iam/role:Role" => state.SetItem("arn", $"arn:aws:iam::{MockedStack.Account}:role/{physicalName}"),
            "aws:sfn/stateMachine:StateMachine" => state.SetItem("arn", Arn("states", $"stateMachine:{physicalName}")),
            "aws:cloudwatch/logGroup:LogGroup" => state.SetItem("arn", Arn("logs", $"log-group:{physicalName}")),
            "aws:cloudwatch/eventRule:EventRule" => state.SetItem("arn",
                Arn("events", args.Inputs.TryGetValue("eventBusName", out var bus) ? $"rule/{bus}/{physicalName}" : $"rule/{physicalName}")),
            "aws:cloudwatch/eventArchive:EventArchive" => state.SetItem("arn", Arn("events", $"archive/{physicalName}")),
            "aws:cloudwatch/eventBus:EventBus" => state.SetItem("arn", Arn("events", $"event-bus/{physicalName}")),
            "aws:dynamodb/table:Table" => state.SetItem("arn", Arn("dynamodb", $"table/{physicalName}")),
            "aws:ssm/parameter:Parameter" => state.SetItem("arn", Arn("ssm", $"parameter{physicalName}")),
            "aws:kms/key:Key" => state.SetItem("keyId", name).SetItem("arn", Arn("kms", $"key/{name}")),
            "aws:apigatewayv2/api:Api" => state.SetItem("apiEndpoint", $"https://a1b2c3.execute-api.{MockedStack.Region}.amazonaws.com").SetItem("executionArn", Arn("execute-api", "a1b2c3")),
            _ => state,
        };
        return Task.FromResult<(string?, object)>(($"{name}-id", state));
    }

    public Task<object> CallAsync(MockCallArgs args) => Task.FromResult<object>(args.Token switch
    {
        "aws:index/getCallerIdentity:getCallerIdentity" => Result(("accountId", MockedStack.Account), ("arn", "arn"), ("id", MockedStack.Account), ("userId", "user")),
        "aws:index/getRegion:getRegion" => Result(
            ("region", MockedStack.Region), ("name", MockedStack.Region), ("id", MockedStack.Region), ("description", ""), ("endpoint", "")),
        "aws:index/getPartition:getPartition" =>
            Result(("partition", "aws"), ("dnsSuffix", "amazonaws.com"), ("id", "aws"), ("reverseDnsPrefix", "com.amazonaws")),
        _ => throw new NotSupportedException(args.Token),
    });

    private static ImmutableDictionary<string, object> Result(params (string Name, object Value)[] values) =>
        values.ToImmutableDictionary(value => value.Name, value => value.Value);

    private static string Arn(string service, string resource) => $"arn:aws:{service}:{MockedStack.Region}:{MockedStack.Account}:{resource}";

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
