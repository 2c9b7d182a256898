using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Deployment;
using Pipeline.EventPatterns;
using Pipeline.Testing.Events;

namespace Pipeline.Aws.Tests.Infra;

/// <summary>
/// No sequence of the pipeline's own writes starts an execution: what every role of the stack may do is compared with what the deployed rules,
/// buckets and state machines react to.
/// </summary>
public sealed class LoopTests
{
    /// <summary>Actions that change nothing in S3.</summary>
    private static readonly string[] Reads =
        ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTagging", "s3:GetObjectVersionTagging", "s3:ListBucket", "s3:ListMultipartUploadParts"];

    /// <summary>What S3 may tell of a write, whatever it was.</summary>
    private static readonly string[] S3Events =
        ["created-put-object.json", "created-copy-object.json", "created-multipart.json", "deleted-permanently.json", "deleted-delete-marker.json", "deleted-one-version.json", "tags-added.json"];

    private static readonly string[] Writes = ["s3:PutObject", "s3:PutObjectTagging", "s3:DeleteObject", "s3:DeleteObjectTagging", "s3:AbortMultipartUpload"];

    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task NoRoleMayWriteToTheUploadsBucket(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);
        var uploads = $"arn:aws:s3:::{stack.Outputs[StackOutputs.UploadsBucket]}";

        var writes = ListPermissions(stack).Where(permission => !IsForPeople(permission)).Where(permission => Covers(permission.Resource, uploads) && permission.Action.StartsWith("s3:", StringComparison.Ordinal))
            .Where(permission => !Reads.Contains(permission.Action));

        Assert.Empty(writes);
    }

    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task NoWriteThatARoleMayMakeMatchesARuleThatStartsAnExecution(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);
        EventPattern[] patterns = [.. JsonNode.Parse(stack.Outputs[StackOutputs.EventPatterns])!.AsArray().Select(pattern => EventPattern.Parse(pattern!.ToJsonString()))];
        var writable = ListPermissions(stack).Where(permission => !IsForPeople(permission)).Where(permission => permission.Action.StartsWith("s3:", StringComparison.Ordinal) && !Reads.Contains(permission.Action)).ToArray();

        Assert.NotEmpty(writable);
        Assert.All(writable, permission =>
        {
            Assert.Contains(permission.Action, Writes);
            var (bucket, prefix) = SplitObjects(permission.Resource);
            foreach (var (sample, key) in S3Events.SelectMany(sample => KeysBelow(prefix).Select(key => (sample, key))))
            {
                Assert.False(Starts(patterns, sample, bucket, key), $"{permission}: {sample} of {bucket}/{key} starts an execution");
            }
        });
        // The test would see it: the same events of the uploads bucket do start one.
        Assert.True(Starts(patterns, "created-put-object.json", stack.Outputs[StackOutputs.UploadsBucket], "photos/a.jpg"));
    }

    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task BucketsThatARoleMayWriteToSendNoEvents(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);
        var senders = stack.OfType("aws:s3/bucketNotification:BucketNotification").Select(notification => (string)notification.Inputs["bucket"]!).ToArray();
        var written = ListPermissions(stack).Where(permission => !IsForPeople(permission)).Where(permission => permission.Action.StartsWith("s3:", StringComparison.Ordinal) && !Reads.Contains(permission.Action))
            .Select(permission => SplitObjects(permission.Resource).Bucket).Distinct().Order();

        Assert.Equal(new[] { stack.Outputs[StackOutputs.InternalBucket], stack.Outputs[StackOutputs.RenditionsBucket] }.Order(), written);
        Assert.Empty(written.Intersect(senders));
    }

    /// <summary>Only rules start the pipeline, only people start a backfill, and only its schedule starts an export. A backfill may start its own children, which list nothing.</summary>
    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task OnlyTheRuleStartsTheStateMachineAndNothingStartsABackfill(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);
        var starts = ListPermissions(stack).Where(permission => permission.Action is "states:StartExecution" or "states:StartSyncExecution").ToArray();

        Assert.Equal(
            [
                ("backfill-states", stack.Outputs[StackOutputs.BackfillStateMachine]),
                ("events-start", $"arn:aws:states:{MockedStack.Region}:{MockedStack.Account}:stateMachine:{MockedStack.Name}"),
                ("events-start", $"arn:aws:states:{MockedStack.Region}:{MockedStack.Account}:stateMachine:{MockedStack.Name}-express"),
                .. configuration == "lake" ? [("export-schedule", stack.Outputs[StackOutputs.LakeStateMachine])] : Array.Empty<(string, string)>(),
            ],
            starts.Select(start => (start.Role, start.Resource)).Order());
        Assert.DoesNotContain(stack.OfType("aws:cloudwatch/eventTarget:EventTarget"), target => (string?)target.Inputs["arn"] == stack.Outputs[StackOutputs.BackfillStateMachine]);
        Assert.DoesNotContain("startExecution", (string)stack.BackfillStateMachine.Inputs["definition"]!, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("startExecution", (string)stack.StateMachine.Inputs["definition"]!, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(ListPermissions(stack), permission => permission.Action == "events:PutEvents" && permission.Role != "events-bus");
    }

    /// <summary>The events that a backfill makes are none of S3's, and nothing can put them on a bus in S3's name.</summary>
    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task EventOfABackfillMatchesNoRule(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);
        EventPattern[] patterns = [.. JsonNode.Parse(stack.Outputs[StackOutputs.EventPatterns])!.AsArray().Select(pattern => EventPattern.Parse(pattern!.ToJsonString()))];

        Assert.False(Starts(patterns, "backfill.json", stack.Outputs[StackOutputs.UploadsBucket], "photos/a.jpg"));
    }

    /// <summary>The HTTP API uploads and deletes what people ask it to. Nothing in the pipeline calls it.</summary>
    private static bool IsForPeople(Permission permission) =>
        permission is { Role: "api-upload", Action: "s3:PutObject" } or { Role: "api-delete", Action: "s3:DeleteObject" };

    private static bool Starts(EventPattern[] patterns, string sample, string bucket, string key)
    {
        var @event = SampleEvents.Read(sample);
        @event["detail"]!["bucket"]!["name"] = bucket;
        @event["detail"]!["object"]!["key"] = key;
        using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(@event.ToJsonString()));
        return patterns.All(pattern => pattern.Matches(document.RootElement));
    }

    /// <summary>Keys that the filters of all configurations admit, if the bucket were the right one.</summary>
    private static IEnumerable<string> KeysBelow(string prefix) => [$"{prefix}photos/a.jpg", $"{prefix}a.png", $"{prefix}photos/", "photos/" + prefix + "a.jpg"];

    /// <summary>Every action of every role, with the resource that it allows.</summary>
    private static IEnumerable<Permission> ListPermissions(MockedStack stack) =>
        from policy in stack.OfType("aws:iam/rolePolicy:RolePolicy")
        from statement in policy.ParseJson("policy")["Statement"]!.AsArray()
        from action in statement!["Action"]!.AsArray()
        from resource in statement["Resource"]!.AsArray()
        select new Permission(policy.Name[(MockedStack.Name.Length + 1)..], (string)action!, (string)resource!);

    /// <summary>Whether a resource of a policy is the bucket, its objects, or everything.</summary>
    private static bool Covers(string resource, string bucket) =>
        resource == bucket || resource.StartsWith($"{bucket}/", StringComparison.Ordinal) || resource.Split('*')[0] is var literal && resource.Contains('*') && bucket.StartsWith(literal, StringComparison.Ordinal);

    private static (string Bucket, string Prefix) SplitObjects(string resource)
    {
        const string service = "arn:aws:s3:::";
        Assert.StartsWith(service, resource, StringComparison.Ordinal);
        Assert.EndsWith("*", resource, StringComparison.Ordinal);
        var parts = resource[service.Length..^1].Split('/', 2);
        Assert.Equal(2, parts.Length);
        Assert.DoesNotContain("*", parts[0], StringComparison.Ordinal);
        return (parts[0], parts[1]);
    }

    private sealed record Permission(string Role, string Action, string Resource);
}
