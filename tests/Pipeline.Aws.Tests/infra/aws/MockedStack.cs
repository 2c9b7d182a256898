using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Pipeline.Infra;
using Pipeline.Infra.Components;
using Pipeline.Infra.Configuration;
using Pipeline.Testing.Environments;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace Pipeline.Aws.Tests.Infra;

/// <summary>One resource as the program asked for it.</summary>
/// <param name="Type">Type, such as <c>aws:lambda/function:Function</c>.</param>
/// <param name="Name">Logical name.</param>
/// <param name="Inputs">Inputs that the provider would get.</param>
internal sealed record RequestedResource(string Type, string Name, JsonObject Inputs)
{
    /// <summary>Parses an input that is JSON text.</summary>
    public JsonNode ParseJson(string input) => JsonNode.Parse((string)Inputs[input]!)!;

    public override string ToString() => $"{Type} {Name}";
}

/// <param name="Resource">Any resource or component.</param>
/// <param name="Parent">Its parent; null if none was given, so that it belongs to the stack.</param>
/// <param name="Options">Options that the program gave it.</param>
internal sealed record StackChild(Resource Resource, Resource? Parent, ResourceOptions Options);

/// <summary>The resources that the program creates for a configuration, in a mocked account.</summary>
internal sealed class MockedStack
{
    public const string Account = "123456789012";
    public const string Region = "eu-central-1";
    public const string Name = "image-pipeline-test";

    /// <summary>A key that signs URLs, ECDSA on P-256.</summary>
    public const string PublicKey = """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEAzahV/MD2Kij/J2rTjuQw1dwCepq
        jjBM6uuy1aKaWuJEqh/pWAMmL2wufXrvs4j2Uqau5BeOkpHEZl/stgpZuA==
        -----END PUBLIC KEY-----
        """;

    /// <summary>The example of Standard Webhooks.</summary>
    public const string WebhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private MockedStack(IReadOnlyList<RequestedResource> resources, IReadOnlyList<StackChild> children, IReadOnlyDictionary<string, string> outputs) =>
        (Resources, Children, Outputs) = (resources, children, outputs);

    /// <summary>All resources except components, ordered by type and name.</summary>
    public IReadOnlyList<RequestedResource> Resources { get; }

    /// <summary>All resources and components, each with its parent.</summary>
    public IReadOnlyList<StackChild> Children { get; }

    public IReadOnlyDictionary<string, string> Outputs { get; }

    public static IReadOnlyDictionary<string, string> Defaults { get; } = new Dictionary<string, string>();

    /// <summary>Every setting that adds something, except those that <see cref="Exclusive"/> tests.</summary>
    public static IReadOnlyDictionary<string, string> EverythingOn { get; } = new Dictionary<string, string>
    {
        ["keepLocation"] = "city",
        ["keepTags"] = "true",
        ["keyPrefix"] = "photos/",
        ["keySuffixes"] = """[".jpg",".png"]""",
        ["eventArchiveDays"] = "14",
        ["architecture"] = "x86_64",
        ["resizeReservedConcurrency"] = "100",
        ["resizeProvisionedConcurrency"] = "10",
        ["logExecutionData"] = "true",
        ["kmsKeyArn"] = $"arn:aws:kms:{Region}:{Account}:key/11111111-2222-3333-4444-555555555555",
        ["corsOrigins"] = """["https://example.com"]""",
        ["renditionGraceDays"] = "30",
        ["originalsStorageClass"] = "STANDARD_IA",
        ["originalsExpireDays"] = "365",
        ["deletionProtection"] = "true",
        ["failureEmails"] = """["ops@example.com"]""",
        ["failureEndpoints"] = """["https://example.com/failures"]""",
        ["successEndpoints"] = """["https://example.com/successes"]""",
        ["webhookSecret"] = WebhookSecret,
        ["monthlyBudget"] = "200",
        ["budgetEmails"] = """["ops@example.com"]""",
        ["budgetScope"] = "pipeline",
        ["apiAuthorizer"] = "jwt",
        ["apiJwtIssuer"] = "https://id.example.com/",
        ["apiJwtAudience"] = """["images"]""",
        ["apiCallerPrefix"] = "false",
        ["apiReservedConcurrency"] = "5",
        ["cdnDomain"] = "images.example.com",
        ["cdnCertificateArn"] = $"arn:aws:acm:us-east-1:{Account}:certificate/11111111-2222-3333-4444-555555555555",
        ["cdnPublicKey"] = PublicKey,
        ["cdnPriceClass"] = "PriceClass_All",
        ["deletionInvalidates"] = "true",
        ["tags"] = """{"team":"media"}""",
    };

    /// <summary>Settings that exclude settings of <see cref="EverythingOn"/>.</summary>
    public static IReadOnlyDictionary<string, string> Exclusive { get; } = new Dictionary<string, string>
    {
        ["uploadsBucket"] = "their-uploads",
        ["uploadsBucketKmsKeyArn"] = $"arn:aws:kms:{Region}:{Account}:key/99999999-2222-3333-4444-555555555555",
        ["expiredOriginals"] = "keepRenditions",
        ["snapStart"] = "true",
        ["stateMachineType"] = "EXPRESS",
        ["api"] = "false",
        ["cdn"] = "false",
        ["tracing"] = "false",
        ["forceDestroy"] = "true",
    };

    /// <summary>A stack that describes images, and keeps objectionable ones from readers.</summary>
    public static IReadOnlyDictionary<string, string> Described { get; } = new Dictionary<string, string>
    {
        ["describe"] = "true",
        ["describeLanguages"] = "en,de-CH",
        ["describeTemperature"] = "0.2",
        ["moderationAction"] = "quarantine",
        ["moderationConfidence"] = "0.8",
    };

    /// <summary>A data lake, with other values than the defaults.</summary>
    public static IReadOnlyDictionary<string, string> Lake { get; } = new Dictionary<string, string>
    {
        ["lake"] = "true",
        ["lakeSchedule"] = "cron(0 4 ? * MON-FRI *)",
        ["lakeSegments"] = "8",
        ["lakeDays"] = "30",
        ["lakeByteLimit"] = "500",
    };

    public static TheoryData<string> Configurations => ["defaults", .. OtherConfigurationNames];

    public static TheoryData<string> OtherConfigurations => [.. OtherConfigurationNames];

    private static IEnumerable<string> OtherConfigurationNames => ["everything-on", "exclusive", "lake", "described"];

    public static IReadOnlyDictionary<string, string> Configuration(string configuration) => configuration switch
    {
        "defaults" => Defaults,
        "everything-on" => EverythingOn,
        "described" => Described,
        "lake" => Lake,
        _ => Exclusive,
    };

    public static Task<MockedStack> CreateAsync(string configuration) => CreateAsync(Configuration(configuration));

    /// <param name="configuration">Settings and their texts.</param>
    /// <param name="stack">Name of the stack.</param>
    /// <param name="preview">Whether to run as <c>pulumi preview</c> does for a new stack.</param>
    public static async Task<MockedStack> CreateAsync(IReadOnlyDictionary<string, string> configuration, string stack = "test", bool preview = false)
    {
        var settings = PipelineSettings.Read(configuration.GetValueOrDefault, configuration.Keys, Repository.Root);
        var account = new FakeAccount(preview);
        var program = new StackProgram(settings);
        await Deployment.TestWithServiceProviderAsync<ProgramStack>(account, program, new TestOptions
        {
            ProjectName = "image-pipeline",
            StackName = stack,
            IsPreview = preview,
        });

        var texts = new Dictionary<string, string>();
        foreach (var (name, value) in program.Outputs)
        {
            texts[name] = value is Output<string> output ? await OutputUtilities.GetValueAsync(output) : (string)value!;
        }

        return new([.. account.Resources.OrderBy(resource => resource.ToString(), StringComparer.Ordinal)], [.. program.Children], texts);
    }

    public IEnumerable<RequestedResource> OfType(string type) => Resources.Where(resource => resource.Type == type);

    /// <summary>The state machine that uploads start.</summary>
    public RequestedResource StateMachine => Single("aws:sfn/stateMachine:StateMachine", Name);

    /// <summary>The state machine of backfills.</summary>
    public RequestedResource BackfillStateMachine => Single("aws:sfn/stateMachine:StateMachine", $"{Name}-backfill");

    public RequestedResource Single(string type, string name) => Assert.Single(OfType(type), resource => resource.Name == name);

    private static FunctionArchives Archives =>
        new(new FileArchive("validate.zip"), new FileArchive("resize.zip"), new FileArchive("persist.zip"), new FileArchive("remove.zip"), new FileArchive("reconcile.zip"),
            new FileArchive("backfill.zip"), new FileArchive("api.zip"), new FileArchive("webhook.zip"), new FileArchive("export.zip"), new FileArchive("describe.zip"));

    /// <summary>One run of the program. Creates the stack when Pulumi asks for it.</summary>
    private sealed class StackProgram(PipelineSettings settings) : IServiceProvider
    {
        public ConcurrentBag<StackChild> Children { get; } = [];

        public IDictionary<string, object?> Outputs { get; private set; } = new Dictionary<string, object?>();

        public object GetService(Type serviceType)
        {
            var stack = new ProgramStack(new StackOptions { ResourceTransformations = { RecordChild } });
            Outputs = ImagePipelineStack.Create(Repository.Root, settings, Archives);
            return stack;
        }

        private ResourceTransformationResult? RecordChild(ResourceTransformationArgs args)
        {
            Children.Add(new(args.Resource, args.Options.Parent, args.Options));
            return null;
        }
    }

    private sealed class ProgramStack(StackOptions options) : Pulumi.Stack(options);
}
