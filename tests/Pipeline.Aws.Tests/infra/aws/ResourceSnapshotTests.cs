using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Testing.Environments;

namespace Pipeline.Aws.Tests.Infra;

/// <summary>
/// Snapshots of every resource with its inputs, so that a change of the deployment shows in review: in full for the defaults, as
/// differences from the defaults for other configurations.
/// </summary>
public sealed class ResourceSnapshotTests
{
    private const int Width = 140;

    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task DefaultResourcesMatchTheSnapshot() => Match("defaults", await ResourcesOf("defaults"));

    [Theory]
    [MemberData(nameof(MockedStack.OtherConfigurations), MemberType = typeof(MockedStack))]
    public async Task DifferencesOfOtherConfigurationsMatchTheSnapshot(string configuration) =>
        Match($"{configuration}.differences", Differences(await ResourcesOf("defaults"), await ResourcesOf(configuration)));

    [Theory]
    [MemberData(nameof(MockedStack.OtherConfigurations), MemberType = typeof(MockedStack))]
    public async Task AnyChangeOfAResourceChangesTheDifferences(string configuration)
    {
        var (defaults, resources) = (await ResourcesOf("defaults"), await ResourcesOf(configuration));

        Assert.All(resources.Where(resource => defaults.ContainsKey(resource.Key)), resource =>
        {
            var (name, inputs) = resource;
            var reviewed = Text(JsonDifference.Between(defaults[name], inputs));
            foreach (var (path, apply, undo) in EveryChange(inputs!))
            {
                apply();
                Assert.True(reviewed != Text(JsonDifference.Between(defaults[name], inputs)), $"{path} can change unseen");
                undo();
            }

            Assert.Equal(reviewed, Text(JsonDifference.Between(defaults[name], inputs)));
        });
    }

    private static void Match(string name, JsonNode json) => Snapshot.Match(Text(json), $"tests/Pipeline.Aws.Tests/infra/aws/snapshots/{name}.json");

    private static async Task<JsonObject> ResourcesOf(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);
        var json = new JsonObject();
        foreach (var resource in stack.Resources)
        {
            var inputs = (JsonObject)Expand(resource.Inputs)!;
            if (inputs["definition"] is { } definition)
            {
                inputs["definition"] = SelectFilledValues(definition);
            }

            json[resource.ToString()] = inputs;
        }

        foreach (var (name, value) in stack.Outputs.OrderBy(output => output.Key, StringComparer.Ordinal))
        {
            json[$"output {name}"] = value;
        }

        return json;
    }

    private static JsonObject Differences(JsonObject defaults, JsonObject resources) => new()
    {
        ["removed"] = new JsonArray([.. defaults.Where(resource => !resources.ContainsKey(resource.Key)).Select(resource => JsonValue.Create(resource.Key))]),
        ["added"] = new JsonObject(
            resources.Where(resource => !defaults.ContainsKey(resource.Key)).Select(resource => KeyValuePair.Create(resource.Key, resource.Value?.DeepClone()))),
        ["changed"] = new JsonObject(
            from resource in resources
            where defaults.ContainsKey(resource.Key)
            let differences = JsonDifference.Between(defaults[resource.Key], resource.Value)
            where differences.Count > 0
            select KeyValuePair.Create(resource.Key, (JsonNode?)differences)),
    };

    /// <summary>Two changes for every value: it is replaced, and it is removed.</summary>
    private static IEnumerable<(string Path, Action Apply, Action Undo)> EveryChange(JsonNode node)
    {
        switch (node)
        {
            case JsonObject map:
                for (var i = 0; i < map.Count; i++)
                {
                    var index = i;
                    var (name, value) = map.GetAt(index);
                    yield return ($"{map.GetPath()}.{name}", () => map[name] = "changed", () => map[name] = value);
                    yield return ($"{map.GetPath()}.{name}", () => map.Remove(name), () => map.Insert(index, name, value));
                    foreach (var change in value is null ? [] : EveryChange(value))
                    {
                        yield return change;
                    }
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    var (index, value) = (i, list[i]);
                    yield return ($"{list.GetPath()}[{index}]", () => list[index] = "changed", () => list[index] = value);
                    yield return ($"{list.GetPath()}[{index}]", () => list.RemoveAt(index), () => list.Insert(index, value));
                    foreach (var change in value is null ? [] : EveryChange(value))
                    {
                        yield return change;
                    }
                }

                break;
        }
    }

    /// <summary>The values that fill the definition's placeholders. The definition itself has its own snapshot.</summary>
    private static JsonObject SelectFilledValues(JsonNode definition)
    {
        var filled = new JsonObject { ["TimeoutSeconds"] = definition["TimeoutSeconds"]?.DeepClone() };
        Add(definition);
        return filled;

        void Add(JsonNode scope)
        {
            foreach (var (name, state) in scope["States"]!.AsObject())
            {
                if ((state!["Parameters"]?["FunctionName"] ?? state["Parameters"]?["TopicArn"]) is { } called)
                {
                    filled[name] = called.DeepClone();
                }

                foreach (var field in new[] { "ItemReader", "ResultWriter" })
                {
                    if (state[field]?["Parameters"] is { } files)
                    {
                        filled[$"{name} {field}"] = files.DeepClone();
                    }
                }

                if (state["ItemProcessor"] is { } inner)
                {
                    Add(inner);
                }
            }
        }
    }

    /// <summary>Replaces JSON that is text within JSON by the parsed JSON.</summary>
    private static JsonNode? Expand(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, Expand(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Expand)]),
        JsonValue value when value.TryGetValue<string>(out var text) && text.StartsWith('{') => JsonNode.Parse(text),
        _ => node?.DeepClone(),
    };

    /// <summary>Formats JSON so that everything that fits is on one line, which keeps snapshots short and their diffs small.</summary>
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
