using System.Text.Json.Nodes;
using Pipeline.Core.Deployment;

namespace Pipeline.Aws.Tests.Infra;

/// <summary>
/// Compares every statement of every role with the calls that each function and service makes: no more, no less. A line is
/// "action resource", followed by the condition if there is one.
/// </summary>
public sealed class RoleTests
{
    private const string ViaS3 = "kms:ViaService=s3.eu-central-1.amazonaws.com";
    private const string ViaDynamoDb = "kms:ViaService=dynamodb.eu-central-1.amazonaws.com";
    private const string ViaSns = "kms:ViaService=sns.eu-central-1.amazonaws.com";

    private const string ViaSsm = "kms:ViaService=ssm.eu-central-1.amazonaws.com";

    /// <summary>Actions of X-Ray and of log delivery, which do not support resources.</summary>
    private static readonly string[] Wildcards =
    [
        "xray:PutTraceSegments *", "xray:PutTelemetryRecords *", "xray:GetSamplingRules *", "xray:GetSamplingTargets *",
        .. LogDelivery,
    ];

    private static string[] LogDelivery =>
    [
        "logs:CreateLogDelivery *", "logs:GetLogDelivery *", "logs:UpdateLogDelivery *", "logs:DeleteLogDelivery *", "logs:ListLogDeliveries *",
        "logs:PutResourcePolicy *", "logs:DescribeResourcePolicies *", "logs:DescribeLogGroups *",
    ];

    /// <summary>Permissions of every function: its own log, and traces.</summary>
    private static string[] Reporting(string function) =>
    [
        $"logs:CreateLogStream log-group:/aws/lambda/{function}:*", $"logs:PutLogEvents log-group:/aws/lambda/{function}:*",
        "xray:PutTraceSegments *", "xray:PutTelemetryRecords *",
    ];

    private static readonly string[] Records = ["dynamodb:GetItem table", "dynamodb:PutItem table"];

    private static string[] Originals(string objects) =>
        [$"s3:GetObject {objects}", $"s3:GetObjectVersion {objects}", "s3:ListBucket uploads"];

    private static readonly string[] ValidateCalls = [.. Records, "s3:ListBucket renditions", "s3:DeleteObject renditions/*"];

    private static readonly string[] ResizeCalls =
    [
        "s3:PutObject renditions/*", "s3:PutObjectTagging renditions/*", "s3:GetObject renditions/*", "s3:GetObjectTagging renditions/*",
        "s3:ListBucket renditions",
    ];

    private static readonly string[] PersistCalls =
        [.. Records, "s3:ListBucket renditions", "s3:DeleteObjectTagging renditions/*", "s3:DeleteObject renditions/*"];

    private static string[] RemoveCalls(string objects) =>
        [$"s3:GetObject {objects}", "s3:ListBucket uploads", .. Records, "s3:ListBucket renditions", "s3:DeleteObject renditions/*"];

    /// <summary>Executions that run while an alias is added or removed go on with what they were started with.</summary>
    private static readonly string[] Functions =
    [
        .. new[] { "validate", "resize", "persist", "remove" }.SelectMany(function =>
            new[] { $"lambda:InvokeFunction function:{function}", $"lambda:InvokeFunction function:{function}:live" }),
    ];

    private static readonly string[] ReconcileCalls =
    [
        .. Records, "dynamodb:Query table/index/due", "s3:ListBucket renditions", "s3:DeleteObject renditions/*",
        "sns:Publish failure", $"kms:GenerateDataKey topic-key {ViaSns}", $"kms:Decrypt topic-key {ViaSns}",
    ];

    private static string[] WebhookQueues(string topic, string url) =>
    [
        .. new[] { "ReceiveMessage", "DeleteMessage", "GetQueueAttributes", "ChangeMessageVisibility" }
            .Select(action => $"sqs:{action} queue:webhook-{topic}-{WebhookQueueNames.HashOf(url)}-0a1b2c3"),
    ];

    private static readonly string[] BackfillCalls =
    [
        .. new[] { "validate", "resize", "persist" }.SelectMany(function =>
            new[] { $"lambda:InvokeFunction function:{function}", $"lambda:InvokeFunction function:{function}:live" }),
        "lambda:InvokeFunction function:backfill",
        "sns:Publish success", "sns:Publish failure", $"kms:GenerateDataKey topic-key {ViaSns}", $"kms:Decrypt topic-key {ViaSns}",
        "s3:ListBucket uploads", "s3:GetObject internal/manifests/*",
        "s3:PutObject internal/backfills/*", "s3:GetObject internal/backfills/*", "s3:ListMultipartUploadParts internal/backfills/*", "s3:AbortMultipartUpload internal/backfills/*",
        "states:StartExecution backfills", "states:DescribeExecution backfill-executions:*", "states:StopExecution backfill-executions:*",
        "states:RedriveExecution backfill-executions/*:*",
        .. LogDelivery,
    ];

    [Fact]
    public async Task StackWithDefaultsHasTheExpectedRoles() => AssertRoles(await MockedStack.CreateAsync(MockedStack.Defaults), new()
    {
        ["validate"] = [.. Originals("uploads/*"), .. ValidateCalls, .. Reporting("validate")],
        ["resize"] = [.. Originals("uploads/*"), .. ResizeCalls, .. Reporting("resize")],
        ["persist"] = [.. PersistCalls, .. Reporting("persist")],
        ["remove"] = [.. RemoveCalls("uploads/*"), .. Reporting("remove")],
        ["reconcile"] = [.. ReconcileCalls, .. Reporting("reconcile")],
        ["states"] =
        [
            .. Functions,
            "sns:Publish success", "sns:Publish failure", $"kms:GenerateDataKey topic-key {ViaSns}", $"kms:Decrypt topic-key {ViaSns}",
            .. LogDelivery,
            "xray:PutTraceSegments *", "xray:PutTelemetryRecords *", "xray:GetSamplingRules *", "xray:GetSamplingTargets *",
        ],
        ["backfill"] = ["s3:GetObject internal/backfills/*", .. Reporting("backfill")],
        ["backfill-states"] = [.. BackfillCalls, "xray:PutTraceSegments *", "xray:PutTelemetryRecords *", "xray:GetSamplingRules *", "xray:GetSamplingTargets *"],
        ["api-upload"] = ["s3:PutObject uploads/*", .. Reporting("api-upload")],
        ["api-image"] = ["dynamodb:GetItem table", .. Reporting("api-image")],
        ["api-list"] = ["dynamodb:Query table/index/listed", "dynamodb:BatchGetItem table", "dynamodb:GetItem table", "s3:ListBucket uploads", .. Reporting("api-list")],
        ["api-delete"] = ["s3:DeleteObject uploads/*", .. Reporting("api-delete")],
        ["api-redirect"] = ["dynamodb:GetItem table", .. Reporting("api-redirect")],
        ["api-openapi"] = Reporting("api-openapi"),
        ["events-start"] = ["states:StartExecution state-machine", "states:StartExecution express-state-machine"],
    });

    [Fact]
    public async Task StackWithEverythingOnHasTheExpectedRoles() => AssertRoles(await MockedStack.CreateAsync(MockedStack.EverythingOn), new()
    {
        ["validate"] =
        [
            .. Originals("uploads/photos/*"), "s3:GetObjectTagging uploads/photos/*", "s3:GetObjectVersionTagging uploads/photos/*", .. ValidateCalls,
            .. Reporting("validate"), $"kms:Decrypt key {ViaS3}", $"kms:Decrypt key {ViaDynamoDb}",
        ],
        ["resize"] =
        [
            .. Originals("uploads/photos/*"), .. ResizeCalls, .. Reporting("resize"),
            $"kms:GenerateDataKey key {ViaS3}", $"kms:Decrypt key {ViaS3}",
        ],
        ["persist"] = [.. PersistCalls, .. Reporting("persist"), $"kms:Decrypt key {ViaDynamoDb}"],
        ["remove"] = [.. RemoveCalls("uploads/photos/*"), "cloudfront:CreateInvalidation cdn", .. Reporting("remove"), $"kms:Decrypt key {ViaDynamoDb}"],
        ["reconcile"] = [.. ReconcileCalls, .. Reporting("reconcile"), $"kms:Decrypt key {ViaDynamoDb}"],
        ["states"] =
        [
            .. Functions,
            "sns:Publish success", "sns:Publish failure", $"kms:GenerateDataKey topic-key {ViaSns}", $"kms:Decrypt topic-key {ViaSns}",
            .. LogDelivery,
            "xray:PutTraceSegments *", "xray:PutTelemetryRecords *", "xray:GetSamplingRules *", "xray:GetSamplingTargets *",
        ],
        ["events-bus"] = ["events:PutEvents bus"],
        ["backfill"] = ["s3:GetObject internal/backfills/*", $"kms:Decrypt key {ViaS3}", .. Reporting("backfill")],
        ["backfill-states"] = [.. BackfillCalls, $"kms:GenerateDataKey key {ViaS3}", $"kms:Decrypt key {ViaS3}", "xray:PutTraceSegments *", "xray:PutTelemetryRecords *", "xray:GetSamplingRules *", "xray:GetSamplingTargets *"],
        ["api-upload"] = ["s3:PutObject uploads/photos/*", $"kms:GenerateDataKey key {ViaS3}", .. Reporting("api-upload")],
        ["api-image"] = ["dynamodb:GetItem table", $"kms:Decrypt key {ViaDynamoDb}", .. Reporting("api-image")],
        ["api-list"] = ["dynamodb:Query table/index/listed", "dynamodb:BatchGetItem table", "dynamodb:GetItem table", "s3:ListBucket uploads", $"kms:Decrypt key {ViaDynamoDb}", .. Reporting("api-list")],
        ["api-delete"] = ["s3:DeleteObject uploads/photos/*", .. Reporting("api-delete")],
        ["api-redirect"] = ["dynamodb:GetItem table", $"kms:Decrypt key {ViaDynamoDb}", .. Reporting("api-redirect")],
        ["api-openapi"] = Reporting("api-openapi"),
        ["webhook"] =
        [
            .. WebhookQueues("failure", "https://example.com/failures"), .. WebhookQueues("success", "https://example.com/successes"),
            "ssm:GetParameter webhook-secret", $"kms:Decrypt key {ViaSsm}", .. Reporting("webhook"),
        ],
        ["events-start"] = ["states:StartExecution state-machine", "states:StartExecution express-state-machine"],
    });

    [Fact]
    public async Task StackOnAnExistingBucketWithoutTracingHasTheExpectedRoles()
    {
        static string[] Logging(string function) => Reporting(function)[..2];
        AssertRoles(await MockedStack.CreateAsync(MockedStack.Exclusive), new()
        {
            ["validate"] = [.. Originals("uploads/*"), .. ValidateCalls, .. Logging("validate"), $"kms:Decrypt uploads-key {ViaS3}"],
            ["resize"] = [.. Originals("uploads/*"), .. ResizeCalls, .. Logging("resize"), $"kms:Decrypt uploads-key {ViaS3}"],
            ["persist"] = [.. PersistCalls, .. Logging("persist")],
            ["remove"] = [.. RemoveCalls("uploads/*"), .. Logging("remove")],
            ["reconcile"] = [.. ReconcileCalls, .. Logging("reconcile")],
            ["states"] =
            [
                .. Functions,
                "sns:Publish success", "sns:Publish failure", $"kms:GenerateDataKey topic-key {ViaSns}", $"kms:Decrypt topic-key {ViaSns}",
                .. LogDelivery,
            ],
            ["backfill"] = ["s3:GetObject internal/backfills/*", .. Logging("backfill")],
            ["backfill-states"] = BackfillCalls,
            ["events-start"] = ["states:StartExecution state-machine", "states:StartExecution express-state-machine"],
        });
    }

    [Fact]
    public async Task StackThatDescribesImagesMayCallItsModelAndNothingElse()
    {
        const string profile = "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.amazon.nova-lite-v1:0";
        var stack = await MockedStack.CreateAsync(MockedStack.Described);

        AssertRole(stack, "describe",
        [
            "s3:GetObject renditions/*/description/*", "dynamodb:UpdateItem table dynamodb:LeadingKeys=describe-budget#*", $"bedrock:InvokeModel {profile}",
            $"bedrock:InvokeModel arn:aws:bedrock:*::foundation-model/amazon.nova-lite-v1:0 bedrock:InferenceProfileArn={profile}", .. Reporting("describe"),
        ]);
        AssertRole(stack, "persist", [.. PersistCalls, "s3:PutObjectTagging renditions/*", "cloudfront:CreateInvalidation cdn", .. Reporting("persist")]);
        AssertRole(stack, "validate", [.. Originals("uploads/*"), .. ValidateCalls, .. Reporting("validate")]);
        Assert.All(["states", "backfill-states"], role =>
        {
            var called = Lines(stack, stack.Single("aws:iam/rolePolicy:RolePolicy", $"{MockedStack.Name}-{role}").ParseJson("policy")).ToArray();
            Assert.Contains("lambda:InvokeFunction function:describe", called);
            Assert.Contains("lambda:InvokeFunction function:describe:live", called);
        });
    }

    [Fact]
    public async Task ImagesThatAreNeverQuarantinedAreNeverTagged()
    {
        var stack = await MockedStack.CreateAsync(new Dictionary<string, string> { ["describe"] = "true" });

        AssertRole(stack, "persist", [.. PersistCalls, .. Reporting("persist")]);
    }

    /// <summary>A profile needs the model in every region that it leads to, and nothing may call the model without the profile.</summary>
    [Theory]
    [InlineData("amazon.nova-pro-v1:0", "arn:aws:bedrock:eu-central-1::foundation-model/amazon.nova-pro-v1:0")]
    [InlineData("arn:aws:bedrock:eu-central-1::foundation-model/amazon.nova-pro-v1:0", "arn:aws:bedrock:eu-central-1::foundation-model/amazon.nova-pro-v1:0")]
    [InlineData("arn:aws:bedrock:eu-central-1:123456789012:provisioned-model/a1b2c3", "arn:aws:bedrock:eu-central-1:123456789012:provisioned-model/a1b2c3")]
    [InlineData("us.meta.llama4-scout-17b-instruct-v1:0", "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/us.meta.llama4-scout-17b-instruct-v1:0", "*::foundation-model/meta.llama4-scout-17b-instruct-v1:0")]
    [InlineData("arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.amazon.nova-pro-v1:0", "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.amazon.nova-pro-v1:0", "*::foundation-model/amazon.nova-pro-v1:0")]
    [InlineData("global.anthropic.claude-haiku-4-5-20251001-v1:0", "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/global.anthropic.claude-haiku-4-5-20251001-v1:0",
        "*::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0", "::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0")]
    [InlineData("arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/a1b2c3", "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/a1b2c3",
        "*::foundation-model/*", "::foundation-model/*")]
    public async Task ModelIsCalledByWhatTheSettingNames(string model, string entry, params string[] models)
    {
        var stack = await MockedStack.CreateAsync(new Dictionary<string, string> { ["describe"] = "true", ["describeModel"] = model });

        var lines = Lines(stack, stack.Single("aws:iam/rolePolicy:RolePolicy", $"{MockedStack.Name}-describe").ParseJson("policy"));
        Assert.Equal(
            [$"bedrock:InvokeModel {entry}", .. models.Select(arn => $"bedrock:InvokeModel arn:aws:bedrock:{arn} bedrock:InferenceProfileArn={entry}")],
            lines.Where(line => line.StartsWith("bedrock:", StringComparison.Ordinal)));
    }

    /// <summary>The roles that a data lake adds. The others are the same: Persist, Remove and Reconcile may write items anyway.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DataLakeAddsThreeRolesAndChangesNone(bool hasKey)
    {
        var key = hasKey ? new Dictionary<string, string> { ["kmsKeyArn"] = MockedStack.EverythingOn["kmsKeyArn"] } : [];
        var (without, with) = (await MockedStack.CreateAsync(key), await MockedStack.CreateAsync(new Dictionary<string, string>(key) { ["lake"] = "true" }));

        var (before, after) = (RolesOf(without), RolesOf(with));

        Assert.All(before, role => Assert.Equal(role.Value, after[role.Key]));
        Assert.Equal(["export", "export-schedule", "export-states"], after.Keys.Except(before.Keys).Order());
        string[] keyUse = hasKey ? [$"kms:GenerateDataKey key {ViaS3}", $"kms:Decrypt key {ViaDynamoDb}"] : [];
        Assert.Equal(
            ((string[])["dynamodb:Scan table", "s3:PutObject internal/lake/*", "s3:DeleteObject internal/lake/*", "s3:ListBucket internal s3:prefix=lake/*", .. keyUse, .. Reporting("export")])
                .Order(StringComparer.Ordinal),
            after["export"]);
        Assert.Equal(["states:StartExecution exports"], after["export-schedule"]);
        Assert.Equal(
            ((string[])["lambda:InvokeFunction function:export", .. LogDelivery, "xray:PutTraceSegments *", "xray:PutTelemetryRecords *", "xray:GetSamplingRules *", "xray:GetSamplingTargets *"])
                .Order(StringComparer.Ordinal),
            after["export-states"]);
    }

    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task WildcardsAppearOnlyWhereAwsAllowsNothingNarrower(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);

        var wide = stack.OfType("aws:iam/rolePolicy:RolePolicy").SelectMany(policy => Lines(stack, policy.ParseJson("policy")))
            .Where(line => line.Contains('*', StringComparison.Ordinal));

        Assert.All(wide, line => Assert.True(
            Wildcards.Contains(line)
            || line.StartsWith("logs:", StringComparison.Ordinal) && line.EndsWith(":*", StringComparison.Ordinal) && line.Contains(" log-group:", StringComparison.Ordinal)
            || line.EndsWith(" dynamodb:LeadingKeys=describe-budget#*", StringComparison.Ordinal)
            || line.StartsWith("bedrock:InvokeModel arn:aws:bedrock:*::foundation-model/amazon.nova-lite-v1:0 bedrock:InferenceProfileArn=arn:", StringComparison.Ordinal)
            || line.StartsWith("states:", StringComparison.Ordinal) && line.Contains(" backfill-executions", StringComparison.Ordinal)
            || line.StartsWith("s3:", StringComparison.Ordinal) && line.EndsWith("/*", StringComparison.Ordinal), line));
    }

    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task EveryRoleIsForOneServiceOnBehalfOfThisAccount(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);

        Assert.All(stack.OfType("aws:iam/role:Role"), role =>
        {
            var statement = Assert.Single(role.ParseJson("assumeRolePolicy")["Statement"]!.AsArray())!;
            Assert.Equal("sts:AssumeRole", (string)Assert.Single(statement["Action"]!.AsArray())!);
            var service = (string)statement["Principal"]!["Service"]!;
            var account = (string?)statement["Condition"]?["StringEquals"]!["aws:SourceAccount"];
            Assert.Equal(service == "lambda.amazonaws.com" ? null : MockedStack.Account, account);
        });
    }

    private static void AssertRoles(MockedStack stack, Dictionary<string, string[]> expected)
    {
        var actual = RolesOf(stack);

        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, role => Assert.Equal(role.Value.Order(StringComparer.Ordinal), actual[role.Key]));
        // A role has one inline policy and nothing else.
        Assert.All(stack.OfType("aws:iam/role:Role"), role =>
            Assert.DoesNotContain(role.Inputs, input => input.Key is "managedPolicyArns" or "inlinePolicies"));
    }

    private static void AssertRole(MockedStack stack, string role, string[] expected) => Assert.Equal(
        expected.Order(StringComparer.Ordinal),
        Lines(stack, stack.Single("aws:iam/rolePolicy:RolePolicy", $"{MockedStack.Name}-{role}").ParseJson("policy")).Order(StringComparer.Ordinal));

    /// <summary>The lines of each role, in order.</summary>
    private static Dictionary<string, string[]> RolesOf(MockedStack stack) => stack.OfType("aws:iam/rolePolicy:RolePolicy").ToDictionary(
        policy => policy.Name[(MockedStack.Name.Length + 1)..], policy => Lines(stack, policy.ParseJson("policy")).Order(StringComparer.Ordinal).ToArray());

    private static IEnumerable<string> Lines(MockedStack stack, JsonNode policy) =>
        from statement in policy["Statement"]!.AsArray()
        let condition = statement["Condition"] is JsonObject conditions
            ? " " + string.Join(" ", conditions.SelectMany(test => test.Value!.AsObject()).Select(pair => $"{pair.Key}={pair.Value}"))
            : ""
        from action in statement["Action"]!.AsArray()
        from resource in statement["Resource"]!.AsArray()
        select Line(stack, statement, (string)action!, (string)resource!) + condition;

    private static string Line(MockedStack stack, JsonNode statement, string action, string resource)
    {
        Assert.Equal("Allow", (string)statement["Effect"]!);
        var region = $"{MockedStack.Region}:{MockedStack.Account}";
        (string Arn, string Name)[] names =
        [
            ($"arn:aws:s3:::{stack.Outputs["uploadsBucket"]}", "uploads"),
            ($"arn:aws:s3:::{stack.Outputs["renditionsBucket"]}", "renditions"),
            ($"arn:aws:dynamodb:{region}:table/{stack.Outputs["table"]}", "table"),
            ($"arn:aws:s3:::{stack.Outputs["internalBucket"]}", "internal"),
            ($"arn:aws:states:{region}:stateMachine:{MockedStack.Name}-backfill", "backfills"),
            ($"arn:aws:states:{region}:execution:{MockedStack.Name}-backfill", "backfill-executions"),
            ($"arn:aws:states:{region}:stateMachine:{MockedStack.Name}-catalogue-export", "exports"),
            ($"arn:aws:states:{region}:stateMachine:{MockedStack.Name}-express", "express-state-machine"),
            ($"arn:aws:states:{region}:stateMachine:{MockedStack.Name}", "state-machine"),
            (stack.Outputs["successTopic"], "success"),
            (stack.Outputs["failureTopic"], "failure"),
            ($"arn:aws:cloudfront::{MockedStack.Account}:distribution/{stack.Outputs["cdnDistribution"]}", "cdn"),
            ($"arn:aws:events:{region}:event-bus/{MockedStack.Name}-uploads", "bus"),
            ($"arn:aws:kms:{region}:key/{MockedStack.Name}-topics", "topic-key"),
            (MockedStack.EverythingOn["kmsKeyArn"], "key"),
            (MockedStack.Exclusive["uploadsBucketKmsKeyArn"], "uploads-key"),
            ($"arn:aws:lambda:{region}:function:{MockedStack.Name}-", "function:"),
            ($"arn:aws:sqs:{region}:{MockedStack.Name}-", "queue:"),
            ($"arn:aws:ssm:{region}:parameter/{MockedStack.Name}/", ""),
            ($"arn:aws:logs:{region}:log-group:/aws/lambda/{MockedStack.Name}-", "log-group:/aws/lambda/"),
        ];
        var (arn, name) = names.FirstOrDefault(known => resource.StartsWith(known.Arn, StringComparison.Ordinal), (Arn: "", Name: ""));
        return $"{action} {name}{resource[arn.Length..]}";
    }
}
