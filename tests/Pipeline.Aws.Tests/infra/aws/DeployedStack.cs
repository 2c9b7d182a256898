using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pipeline.Infra;
using Pipeline.Infra.Components;
using Pipeline.Infra.Configuration;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace Pipeline.Tests.Infra;

/// <summary>One resource as the program asked for it.</summary>
/// <param name="Type">As <c>aws:lambda/function:Function</c>.</param>
/// <param name="Name">Logical name.</param>
/// <param name="Inputs">What the provider would get.</param>
internal sealed record AskedFor(string Type, string Name, JsonObject Inputs)
{
    /// <summary>JSON that an input has as text.</summary>
    public JsonNode Json(string input) => JsonNode.Parse((string)Inputs[input]!)!;

    public override string ToString() => $"{Type} {Name}";
}

/// <param name="Resource">Any resource or component.</param>
/// <param name="Parent">Null: none was given, and it hangs on the stack.</param>
internal sealed record Child(Resource Resource, Resource? Parent);

/// <summary>What the program makes of a configuration, in an account that answers at once.</summary>
internal sealed class DeployedStack
{
    public const string Account = "123456789012";
    public const string Region = "eu-central-1";
    public const string Name = "image-pipeline-test";

    private DeployedStack(IReadOnlyList<AskedFor> resources, IReadOnlyList<Child> children, IReadOnlyDictionary<string, string> outputs) =>
        (Resources, Children, Outputs) = (resources, children, outputs);

    /// <summary>Everything but the components, by type and name.</summary>
    public IReadOnlyList<AskedFor> Resources { get; }

    /// <summary>Everything, with its parent.</summary>
    public IReadOnlyList<Child> Children { get; }

    public IReadOnlyDictionary<string, string> Outputs { get; }

    public static IReadOnlyDictionary<string, string> Defaults { get; } = new Dictionary<string, string>();

    /// <summary>Every setting that adds something; what excludes it is in <see cref="Exclusive"/>.</summary>
    public static IReadOnlyDictionary<string, string> EverythingOn { get; } = new Dictionary<string, string>
    {
        ["keyPrefix"] = "photos/",
        ["keySuffixes"] = """[".jpg",".png"]""",
        ["architecture"] = "x86_64",
        ["resizeReservedConcurrency"] = "100",
        ["resizeProvisionedConcurrency"] = "10",
        ["logExecutionData"] = "true",
        ["kmsKeyArn"] = $"arn:aws:kms:{Region}:{Account}:key/11111111-2222-3333-4444-555555555555",
        ["corsOrigins"] = """["https://example.com"]""",
        ["deletionProtection"] = "true",
        ["failureEmails"] = """["ops@example.com"]""",
        ["failureEndpoints"] = """["https://example.com/failures"]""",
        ["successEndpoints"] = """["https://example.com/successes"]""",
        ["monthlyBudget"] = "200",
        ["budgetEmails"] = """["ops@example.com"]""",
        ["budgetScope"] = "pipeline",
        ["tags"] = """{"team":"media"}""",
    };

    /// <summary>What <see cref="EverythingOn"/> leaves out, as it allows only the other.</summary>
    public static IReadOnlyDictionary<string, string> Exclusive { get; } = new Dictionary<string, string>
    {
        ["uploadsBucket"] = "their-uploads",
        ["uploadsBucketKmsKeyArn"] = $"arn:aws:kms:{Region}:{Account}:key/99999999-2222-3333-4444-555555555555",
        ["snapStart"] = "true",
        ["stateMachineType"] = "EXPRESS",
        ["tracing"] = "false",
        ["forceDestroy"] = "true",
    };

    public static TheoryData<string> Configurations => ["defaults", "everything-on", "exclusive"];

    public static Task<DeployedStack> Of(string configuration) => Of(configuration switch
    {
        "defaults" => Defaults,
        "everything-on" => EverythingOn,
        _ => Exclusive,
    });

    public static async Task<DeployedStack> Of(IReadOnlyDictionary<string, string> configuration, string stack = "test")
    {
        var settings = PipelineSettings.Read(configuration.GetValueOrDefault, configuration.Keys, Repository.Root);
        var account = new Cloud();
        var program = new ProgramRun(settings);
        await Deployment.TestWithServiceProviderAsync<ProgramStack>(account, program, new TestOptions
        {
            ProjectName = "image-pipeline",
            StackName = stack,
            IsPreview = false,
        });

        var texts = new Dictionary<string, string>();
        foreach (var (name, value) in program.Outputs)
        {
            texts[name] = value is Output<string> output ? await OutputUtilities.GetValueAsync(output) : (string)value!;
        }

        return new([.. account.Resources.OrderBy(resource => resource.ToString(), StringComparer.Ordinal)], [.. program.Children], texts);
    }

    public IEnumerable<AskedFor> OfType(string type) => Resources.Where(resource => resource.Type == type);

    public AskedFor One(string type, string name) => Assert.Single(OfType(type), resource => resource.Name == name);

    private static FunctionArchives Archives =>
        new(new FileArchive("validate.zip"), new FileArchive("resize.zip"), new FileArchive("persist.zip"), new FileArchive("remove.zip"));

    /// <summary>One run of the program: makes the stack where Pulumi asks for it.</summary>
    private sealed class ProgramRun(PipelineSettings settings) : IServiceProvider
    {
        public ConcurrentBag<Child> Children { get; } = [];

        public IDictionary<string, object?> Outputs { get; private set; } = new Dictionary<string, object?>();

        public object GetService(Type serviceType)
        {
            var stack = new ProgramStack(new StackOptions { ResourceTransformations = { Note } });
            Outputs = ImagePipelineStack.Create(Repository.Root, settings, Archives);
            return stack;
        }

        private ResourceTransformationResult? Note(ResourceTransformationArgs args)
        {
            Children.Add(new(args.Resource, args.Options.Parent));
            return null;
        }
    }

    private sealed class ProgramStack(StackOptions options) : Pulumi.Stack(options);

    /// <summary>AWS, as far as a program sees it that only makes resources: it names them and gives them ARNs.</summary>
    private sealed class Cloud : IMocks
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
            var made = (string)args.Inputs.GetValueOrDefault("name", args.Inputs.GetValueOrDefault("dashboardName", $"{name}-0a1b2c3"));
            var state = args.Inputs.SetItem("name", made);
            state = type switch
            {
                "aws:s3/bucket:Bucket" => state.SetItem("bucket", made).SetItem("arn", $"arn:aws:s3:::{made}"),
                "aws:sqs/queue:Queue" => state.SetItem("url", $"https://sqs.{Region}.amazonaws.com/{Account}/{made}").SetItem("arn", Arn("sqs", made)),
                "aws:sns/topic:Topic" => state.SetItem("arn", Arn("sns", made)),
                "aws:lambda/function:Function" => state.SetItem("arn", Arn("lambda", $"function:{made}")).SetItem("version", "7"),
                "aws:lambda/alias:Alias" => state.SetItem("arn", Arn("lambda", $"function:{args.Inputs["functionName"]}:{made}")),
                "aws:iam/role:Role" => state.SetItem("arn", $"arn:aws:iam::{Account}:role/{made}"),
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
            "aws:index/getCallerIdentity:getCallerIdentity" => Answer(("accountId", Account), ("arn", "arn"), ("id", Account), ("userId", "user")),
            "aws:index/getRegion:getRegion" => Answer(("region", Region), ("name", Region), ("id", Region), ("description", Region), ("endpoint", Region)),
            "aws:index/getPartition:getPartition" =>
                Answer(("partition", "aws"), ("dnsSuffix", "amazonaws.com"), ("id", "aws"), ("reverseDnsPrefix", "com.amazonaws")),
            _ => throw new NotSupportedException(args.Token),
        });

        private static ImmutableDictionary<string, object> Answer(params (string Name, object Value)[] values) =>
            values.ToImmutableDictionary(value => value.Name, value => value.Value);

        private static string Arn(string service, string resource) => $"arn:aws:{service}:{Region}:{Account}:{resource}";

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
}
