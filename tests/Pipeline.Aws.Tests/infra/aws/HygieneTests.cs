using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Core.Deployment;
using Pulumi;

namespace Pipeline.Aws.Tests.Infra;

/// <summary>Rules that every resource follows, whatever the configuration.</summary>
public sealed class HygieneTests
{
    /// <summary>Types that do not support tags in AWS.</summary>
    private static readonly string[] Untaggable =
    [
        "aws:athena/namedQuery:NamedQuery", "aws:glue/catalogTable:CatalogTable", "aws:scheduler/schedule:Schedule",
        "aws:apigatewayv2/authorizer:Authorizer", "aws:apigatewayv2/integration:Integration", "aws:apigatewayv2/route:Route", "aws:cloudwatch/eventArchive:EventArchive",
        "aws:cloudfront/keyGroup:KeyGroup", "aws:cloudfront/originAccessControl:OriginAccessControl", "aws:cloudfront/publicKey:PublicKey",
        "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
        "aws:cloudwatch/dashboard:Dashboard", "aws:cloudwatch/eventTarget:EventTarget", "aws:iam/rolePolicy:RolePolicy", "aws:kms/alias:Alias",
        "aws:lambda/alias:Alias", "aws:lambda/permission:Permission", "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
        "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration", "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "aws:s3/bucketNotification:BucketNotification", "aws:s3/bucketOwnershipControls:BucketOwnershipControls", "aws:s3/bucketPolicy:BucketPolicy",
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "aws:s3/bucketVersioning:BucketVersioning",
        "aws:sns/topicPolicy:TopicPolicy", "aws:sns/topicSubscription:TopicSubscription", "aws:sqs/queuePolicy:QueuePolicy",
    ];

    public static TheoryData<string> Configurations => MockedStack.Configurations;

    [Theory]
    [MemberData(nameof(Configurations))]
    public async Task EveryTaggableResourceHasTags(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);

        Assert.All(stack.Resources.Where(resource => !Untaggable.Contains(resource.Type)), resource =>
            Assert.Equal(MockedStack.Name, (string?)resource.Inputs["tags"]?["pipeline"]));
        Assert.Equal(configuration == "everything-on", stack.Resources.Any(resource => (string?)resource.Inputs["tags"]?["team"] == "media"));
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public async Task EveryResourceHasAComponentAsItsParent(string configuration)
    {
        var resources = (await MockedStack.CreateAsync(configuration)).Children.Where(child => child.Resource is CustomResource).ToArray();

        Assert.NotEmpty(resources);
        Assert.All(resources, child => Assert.True(child.Parent is ComponentResource, child.Resource.GetResourceName()));
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public async Task EveryBucketIsPrivateOwnedEncryptedAndOverTlsOnly(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);
        var buckets = stack.OfType("aws:s3/bucket:Bucket").Select(bucket => $"{bucket.Name}-0a1b2c3").ToArray();

        Assert.Equal(configuration == "exclusive" ? 2 : 3, buckets.Length);
        Assert.All(buckets, bucket =>
        {
            Assert.All(["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"], setting =>
                Assert.True((bool)Find("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").Inputs[setting]!, setting));
            Assert.Equal("BucketOwnerEnforced", (string?)Find("aws:s3/bucketOwnershipControls:BucketOwnershipControls").Inputs["rule"]!["objectOwnership"]);
            Assert.NotNull(Find("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration").Inputs["rules"]![0]);
            AssertTlsOnly(Find("aws:s3/bucketPolicy:BucketPolicy").ParseJson("policy"), "s3:*");

            RequestedResource Find(string type) => Assert.Single(stack.OfType(type), resource => (string?)resource.Inputs["bucket"] == bucket);
        });
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public async Task OnlyTheUploadsBucketSendsEvents(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);
        var senders = stack.OfType("aws:s3/bucketNotification:BucketNotification").ToArray();

        Assert.All(senders, sender => Assert.True((bool)sender.Inputs["eventbridge"]!));
        Assert.Equal(
            configuration == "exclusive" ? [] : new[] { $"{MockedStack.Name}-uploads-0a1b2c3" }, senders.Select(sender => (string?)sender.Inputs["bucket"]));
        Assert.All(stack.OfType("aws:s3/bucket:Bucket"), bucket =>
            Assert.Equal($"{MockedStack.Name}-{bucket.Inputs["tags"]!["image-pipeline-bucket"]}", bucket.Name));
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public async Task OldVersionsAndUnpublishedRenditionsExpire(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);
        var rules = stack.OfType("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")
            .ToDictionary(lifecycle => lifecycle.Name, lifecycle => lifecycle.Inputs["rules"]!.AsArray());

        Assert.All(rules.Values, list => Assert.Contains(list, rule => rule!["abortIncompleteMultipartUpload"] is not null));
        var sweep = rules["renditions"].Single(rule => rule!["filter"]!["tag"] is not null)!;
        Assert.Equal((UnpublishedTag.Key, UnpublishedTag.Value), ((string?)sweep["filter"]!["tag"]!["key"], (string?)sweep["filter"]!["tag"]!["value"]));
        Assert.Equal(UnpublishedTag.ExpirationDays, (double)sweep["expiration"]!["days"]!);
        if (rules.TryGetValue("uploads", out var uploads))
        {
            var old = Assert.Single(uploads, rule => rule!["noncurrentVersionExpiration"] is not null)!;
            Assert.True((bool)old["expiration"]!["expiredObjectDeleteMarker"]!);
            Assert.Single(stack.OfType("aws:s3/bucketVersioning:BucketVersioning"));
        }
    }

    [Theory]
    [InlineData("STANDARD_IA", "365", 30)]
    [InlineData("GLACIER_IR", "1", 0)]
    [InlineData("INTELLIGENT_TIERING", null, 0)]
    [InlineData("STANDARD", "90", null)]
    public async Task OriginalsMoveAndExpireAsConfigured(string storageClass, string? expireDays, int? transitionDays)
    {
        var settings = new Dictionary<string, string> { ["originalsStorageClass"] = storageClass };
        if (expireDays is not null)
        {
            settings["originalsExpireDays"] = expireDays;
        }

        var stack = await MockedStack.CreateAsync(settings);

        var rules = stack.Single("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "uploads").Inputs["rules"]!.AsArray();
        var rule = Assert.Single(rules, candidate => (string?)candidate!["id"] == "originals")!;
        var transition = rule["transitions"]?[0];
        Assert.Equal((transitionDays, transitionDays is null ? null : storageClass), ((int?)(double?)transition?["days"], (string?)transition?["storageClass"]));
        Assert.Equal(expireDays, ((int?)(double?)rule["expiration"]?["days"])?.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public async Task EveryQueueAndTopicIsEncryptedAndOverTlsOnly(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);

        Assert.All(stack.OfType("aws:sqs/queue:Queue"), queue => Assert.True((bool)queue.Inputs["sqsManagedSseEnabled"]!));
        Assert.Equal(stack.OfType("aws:sqs/queue:Queue").Count(), stack.OfType("aws:sqs/queuePolicy:QueuePolicy").Count());
        Assert.All(stack.OfType("aws:sqs/queuePolicy:QueuePolicy"), policy => AssertTlsOnly(policy.ParseJson("policy"), "sqs:*"));
        // CloudWatch alarms cannot publish to a topic under the default key of SNS.
        Assert.All(stack.OfType("aws:sns/topic:Topic"), topic =>
            Assert.EndsWith($"key/{MockedStack.Name}-topics", (string)topic.Inputs["kmsMasterKeyId"]!, StringComparison.Ordinal));
        Assert.All(stack.OfType("aws:sns/topicPolicy:TopicPolicy"), policy => AssertTlsOnly(policy.ParseJson("policy"), "sns:Publish"));
        Assert.All(stack.OfType("aws:sns/topicSubscription:TopicSubscription"), subscription => Assert.NotNull(subscription.Inputs["redrivePolicy"]));
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public async Task LogsExpireAndFunctionsWriteToTheirOwnLog(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);
        var groups = stack.OfType("aws:cloudwatch/logGroup:LogGroup").ToArray();

        // With an API, its access log and one log for each of its functions; with webhooks, that of their function; with a data lake, those of its function and state machine.
        Assert.Equal(configuration switch { "exclusive" => 8, "everything-on" or "described" => 16, "lake" => 17, _ => 15 }, groups.Length);
        Assert.All(groups, group => Assert.Equal(30, (double)group.Inputs["retentionInDays"]!));
        Assert.All(stack.OfType("aws:lambda/function:Function"), function =>
            Assert.Equal($"/aws/lambda/{function.Inputs["name"]}", (string?)function.Inputs["loggingConfig"]!["logGroup"]));
    }

    [Fact]
    public async Task TableHasTheKeysAndTheIndexesOfTheCatalogue()
    {
        var table = Assert.Single((await MockedStack.CreateAsync(MockedStack.Defaults)).OfType("aws:dynamodb/table:Table")).Inputs;

        Assert.Equal(CatalogueTable.PartitionKey, (string?)table["hashKey"]);
        Assert.Null(table["rangeKey"]);
        Assert.Equal(
            [
                (CatalogueTable.ListIndex, CatalogueTable.ListShard, CatalogueTable.UpdatedAt, "INCLUDE"),
                (CatalogueTable.DueIndex, CatalogueTable.DueShard, CatalogueTable.DueAt, "KEYS_ONLY"),
            ],
            table["globalSecondaryIndexes"]!.AsArray().Select(
                index => ((string?)index!["name"], (string?)index["hashKey"], (string?)index["rangeKey"], (string?)index["projectionType"])));
        Assert.Equal(
            [
                (CatalogueTable.PartitionKey, "S"), (CatalogueTable.ListShard, "S"), (CatalogueTable.UpdatedAt, "S"),
                (CatalogueTable.DueShard, "S"), (CatalogueTable.DueAt, "S"),
            ],
            table["attributes"]!.AsArray().Select(attribute => ((string)attribute!["name"]!, (string)attribute["type"]!)));
        Assert.Equal((CatalogueTable.ExpiresAt, true), ((string?)table["ttl"]!["attributeName"], (bool)table["ttl"]!["enabled"]!));
        Assert.True((bool)table["pointInTimeRecovery"]!["enabled"]!);
        Assert.Equal("PAY_PER_REQUEST", (string?)table["billingMode"]);
    }

    [Fact]
    public async Task TwoStacksInOneAccountShareNoName()
    {
        var one = (await MockedStack.CreateAsync(MockedStack.EverythingOn, "one")).Resources;
        var two = (await MockedStack.CreateAsync(MockedStack.EverythingOn, "two")).Resources;

        // Other resources get a name from Pulumi, after their logical name, or belong to a named resource.
        static IEnumerable<string> Names(IEnumerable<RequestedResource> resources) => resources
            .SelectMany(resource => new[] { "name", "dashboardName" }.Select(input => $"{resource.Type} {resource.Inputs[input]}"))
            .Where(name => !name.EndsWith(' ') && name is not ("aws:lambda/alias:Alias live" or "aws:apigatewayv2/stage:Stage $default" or "aws:apigatewayv2/authorizer:Authorizer jwt"));
        Assert.Empty(Names(one).Intersect(Names(two)));
        string[] named = ["Bucket", "Table", "Queue", "Topic", "Role", "Key", "Budget"];
        Assert.Empty(one.Where(IsNamed).Select(resource => resource.ToString()).Intersect(two.Where(IsNamed).Select(resource => resource.ToString())));

        bool IsNamed(RequestedResource resource) => named.Contains(resource.Type.Split(':')[2]);
    }

    private static void AssertTlsOnly(JsonNode policy, string action)
    {
        // Other statements that deny something are for the CDN.
        var deny = Assert.Single(
            policy["Statement"]!.AsArray(), statement => (string?)statement!["Effect"] == "Deny" && (string?)statement["Principal"]!["Service"] != "cloudfront.amazonaws.com")!;
        Assert.Equal(action, (string?)deny["Action"]![0]);
        Assert.Equal("*", (string?)deny["Principal"]!["AWS"]);
        Assert.Equal("false", (string?)deny["Condition"]!["Bool"]!["aws:SecureTransport"]);
    }
}
