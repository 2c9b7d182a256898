using System.Text.Json.Nodes;
using Pipeline.Core.Deployment;
using Pipeline.Core.Renditions;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Costs;

/// <summary>The settings of a stack that decide what it costs: an output of the deployment, which the command <c>cost</c> reads.</summary>
/// <param name="Architecture"><c>arm64</c> or <c>x86_64</c>.</param>
/// <param name="StateMachineType"><c>STANDARD</c> or <c>EXPRESS</c>.</param>
/// <param name="ResizeGrouping"><c>each</c> for one rendition a call, or <c>auto</c> for groups of them.</param>
/// <param name="Functions">Memory in MB of each function, and its environments that are kept warm, by its name in lower case.</param>
/// <param name="SnapStart">Whether functions start from a snapshot.</param>
/// <param name="Tracing">Whether X-Ray traces executions and functions.</param>
/// <param name="HasKeyPrefix">Whether events pass a bus of the stack.</param>
/// <param name="HasEventArchive">Whether events are archived.</param>
/// <param name="SuccessEndpoints">Number of URLs that get new renditions.</param>
/// <param name="Alarms">Number of alarms.</param>
/// <param name="HasApi">Whether there is an HTTP API.</param>
/// <param name="HasCdn">Whether a CDN delivers the renditions.</param>
/// <param name="Lake">The data lake; null for none.</param>
/// <param name="Renditions">The rendition sets, in the form of their file, without what does not decide their size.</param>
/// <param name="Describe">What describing an image costs; null if images are not described.</param>
public sealed record CostSettings(
    string Architecture,
    string StateMachineType,
    string ResizeGrouping,
    IReadOnlyDictionary<string, CostSettings.Function> Functions,
    bool SnapStart,
    bool Tracing,
    bool HasKeyPrefix,
    bool HasEventArchive,
    int SuccessEndpoints,
    int Alarms,
    bool HasApi,
    bool HasCdn,
    CostSettings.DataLake? Lake,
    JsonObject Renditions,
    CostSettings.Description? Describe = null)
{
    public const string Arm64 = "arm64";

    public const string Express = "EXPRESS";

    public const string Auto = "auto";

    /// <summary>A stack without any setting. A test keeps it in step with the deployment's defaults.</summary>
    public static CostSettings Default => new(
        Arm64, "STANDARD", "each",
        new Dictionary<string, Function> { ["validate"] = new(1_024), ["resize"] = new(1_769), ["persist"] = new(512), ["remove"] = new(512) },
        SnapStart: false, Tracing: true, HasKeyPrefix: false, HasEventArchive: false, SuccessEndpoints: 0, Alarms: 30, HasApi: true, HasCdn: true, Lake: null, WriteSizes(RenditionSet.Default));

    /// <summary>The rendition sets, without their watermarks.</summary>
    /// <exception cref="InvalidRenditionSetException">The output was changed by hand.</exception>
    public RenditionSets ReadRenditions() => RenditionSetReader.Read(Renditions.ToJsonString(), StackOutputs.CostSettings);

    /// <returns>JSON text.</returns>
    public string ToJson() => AddDescription(new JsonObject
    {
        ["architecture"] = Architecture,
        ["stateMachineType"] = StateMachineType,
        ["resizeGrouping"] = ResizeGrouping,
        ["functions"] = new JsonObject(Functions.Select(function => KeyValuePair.Create(function.Key, (JsonNode?)new JsonObject
        {
            ["memory"] = function.Value.Memory,
            ["provisionedConcurrency"] = function.Value.ProvisionedConcurrency,
        }))),
        ["snapStart"] = SnapStart,
        ["tracing"] = Tracing,
        ["hasKeyPrefix"] = HasKeyPrefix,
        ["hasEventArchive"] = HasEventArchive,
        ["successEndpoints"] = SuccessEndpoints,
        ["alarms"] = Alarms,
        ["hasApi"] = HasApi,
        ["hasCdn"] = HasCdn,
        ["lake"] = Lake is null ? null : new JsonObject { ["segments"] = Lake.Segments, ["days"] = Lake.Days },
        ["renditions"] = Renditions.DeepClone(),
    }).ToJsonString();

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">The text was not written by it.</exception>
    public static CostSettings Parse(string json)
    {
        try
        {
            var settings = JsonNode.Parse(json)!.AsObject();
            return new(
                (string)settings["architecture"]!,
                (string)settings["stateMachineType"]!,
                (string)settings["resizeGrouping"]!,
                settings["functions"]!.AsObject().ToDictionary(
                    function => function.Key, function => new Function((int)function.Value!["memory"]!, (int)function.Value["provisionedConcurrency"]!)),
                (bool)settings["snapStart"]!,
                (bool)settings["tracing"]!,
                (bool)settings["hasKeyPrefix"]!,
                (bool)settings["hasEventArchive"]!,
                (int)settings["successEndpoints"]!,
                (int)settings["alarms"]!,
                // Stacks of earlier versions have none of these.
                (bool?)settings["hasApi"] ?? false,
                (bool?)settings["hasCdn"] ?? false,
                settings["lake"] is { } lake ? new((int)lake["segments"]!, (int)lake["days"]!) : null,
                settings["renditions"]!.DeepClone().AsObject(),
                settings["describe"] is { } describe
                    ? new((int)describe["memory"]!, (int)describe["languages"]!, (decimal?)describe["inputPrice"], (decimal?)describe["outputPrice"])
                    : null);
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or InvalidOperationException or NullReferenceException or ArgumentNullException)
        {
            throw new FormatException($"{StackOutputs.CostSettings} is not what `pulumi up` writes: {exception.Message}", exception);
        }
    }

    /// <summary>What decides the number, format and size of renditions, as a rendition-set file. A watermark costs next to nothing.</summary>
    public static JsonObject WriteSizes(RenditionSets sets)
    {
        var json = WriteSizes(sets.Default);
        var others = sets.ByPrefix.Where(set => set.Prefix.Length > 0).Select(set =>
        {
            var member = WriteSizes(set.Set);
            member["prefix"] = set.Prefix;
            return (JsonNode)member;
        }).ToArray();
        if (others.Length > 0)
        {
            json["sets"] = new JsonArray(others);
        }

        return json;
    }

    private JsonObject AddDescription(JsonObject json)
    {
        if (Describe is not null)
        {
            json["describe"] = new JsonObject
            {
                ["memory"] = Describe.Memory, ["languages"] = Describe.Languages, ["inputPrice"] = Describe.InputPrice, ["outputPrice"] = Describe.OutputPrice,
            };
        }

        return json;
    }

    private static JsonObject WriteSizes(RenditionSet set) => new()
    {
        ["renditions"] = new JsonArray([.. set.Renditions.Select(WriteSize)]),
    };

    private static JsonNode WriteSize(Rendition rendition)
    {
        var json = new JsonObject { ["name"] = rendition.Name };
        Add("width", rendition.Width);
        Add("height", rendition.Height);
        json["fit"] = rendition.Fit.ToString().ToLowerInvariant();
        json["format"] = rendition.Format.ToString().ToLowerInvariant();
        json["enlarge"] = rendition.Enlarge;
        return json;

        void Add(string name, int? value)
        {
            if (value is not null)
            {
                json[name] = value;
            }
        }
    }

    /// <param name="Segments">Calls of an export that read the table at once.</param>
    /// <param name="Days">Days that files are kept.</param>
    public sealed record DataLake(int Segments, int Days);

    /// <param name="Memory">Memory in MB of the function that describes images.</param>
    /// <param name="Languages">Number of languages.</param>
    /// <param name="InputPrice">US dollars for a million tokens that the model reads; null if not known.</param>
    /// <param name="OutputPrice">US dollars for a million tokens that it writes; null if not known.</param>
    public sealed record Description(int Memory, int Languages, decimal? InputPrice, decimal? OutputPrice);

    /// <param name="Memory">Memory in MB.</param>
    /// <param name="ProvisionedConcurrency">Environments that are kept warm.</param>
    public sealed record Function(int Memory, int ProvisionedConcurrency = 0);
}
