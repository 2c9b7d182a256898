using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Tests;

namespace Pipeline.Aws.Tests.Infra;

/// <summary>Every resource with its inputs, so that a change of what is deployed shows in review.</summary>
public sealed class ResourceSnapshotTests
{
    private const int Width = 140;

    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [MemberData(nameof(DeployedStack.Configurations), MemberType = typeof(DeployedStack))]
    public async Task ResourcesAreAsReviewed(string configuration)
    {
        var stack = await DeployedStack.Of(configuration);

        var json = new JsonObject();
        foreach (var resource in stack.Resources)
        {
            var inputs = (JsonObject)Expand(resource.Inputs)!;
            if (inputs["definition"] is { } definition)
            {
                inputs["definition"] = Filled(definition);
            }

            json[resource.ToString()] = inputs;
        }

        foreach (var (name, value) in stack.Outputs.OrderBy(output => output.Key, StringComparer.Ordinal))
        {
            json[$"output {name}"] = value;
        }

        Snapshot.Match(Text(json), $"tests/Pipeline.Aws.Tests/infra/aws/snapshots/{configuration}.json");
    }

    /// <summary>What differs from the definition in the repository, which has a snapshot of its own: what its placeholders were filled with.</summary>
    private static JsonObject Filled(JsonNode definition)
    {
        var filled = new JsonObject { ["TimeoutSeconds"] = definition["TimeoutSeconds"]?.DeepClone() };
        Add(definition);
        return filled;

        void Add(JsonNode scope)
        {
            foreach (var (name, state) in scope["States"]!.AsObject())
            {
                if (state!["Parameters"] is { } parameters)
                {
                    filled[name] = (parameters["FunctionName"] ?? parameters["TopicArn"])!.DeepClone();
                }

                if (state["ItemProcessor"] is { } inner)
                {
                    Add(inner);
                }
            }
        }
    }

    /// <summary>JSON that is text within JSON, as JSON.</summary>
    private static JsonNode? Expand(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, Expand(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Expand)]),
        JsonValue value when value.TryGetValue<string>(out var text) && text.StartsWith('{') => JsonNode.Parse(text),
        _ => node?.DeepClone(),
    };

    /// <summary>What fits is on one line: a change of one thing is a change of one line, and a page shows a lot.</summary>
    private static string Text(JsonNode? node, string indent = "", int taken = 0)
    {
        var line = node?.ToJsonString(OneLine) ?? "null";
        if (indent.Length + taken + line.Length <= Width || node is null or JsonValue)
        {
            return line;
        }

        var inner = indent + "  ";
        var (open, close, entries) = node is JsonObject map
            ? ("{", "}", map.Select(pair => $"\"{pair.Key}\": {Text(pair.Value, inner, pair.Key.Length + 5)}"))
            : ("[", "]", node.AsArray().Select(element => Text(element, inner, 1)));
        return $"{open}\n{inner}{string.Join($",\n{inner}", entries)}\n{indent}{close}";
    }
}
