using System.Text.Json.Nodes;
using Pipeline.Core.Deployment;
using Pipeline.Core.Events;

namespace Pipeline.Core.Backfill;

/// <param name="MaxConcurrency">Images at once, if the input does not say.</param>
/// <param name="Keys">Which keys are images.</param>
/// <param name="ExecutionType">Type of the children: <c>EXPRESS</c> or <c>STANDARD</c>.</param>
public sealed record BackfillDefinitionSettings(int MaxConcurrency, KeyFilter Keys, string ExecutionType = BackfillDefinition.Express);

/// <summary>
/// Makes the whole definition of a backfill from <c>statemachine/backfill.asl.json</c>, which has the states of its own, and
/// <c>statemachine/image-pipeline.asl.json</c>, whose states from Validate on become those of the Map's children. AWS and the local host run the same.
/// </summary>
/// <remarks>
/// A state that both files have is the backfill's. Where the pipeline goes to an announcement, the child first goes to a Choice; and where
/// the pipeline ends with an announcement, the child goes on to the state that notes the outcome. State names are unique in a whole
/// definition, so each Map but the first puts its own name in front.
/// </remarks>
public static class BackfillDefinition
{
    public const string Express = "EXPRESS";

    public const string Standard = "STANDARD";

    /// <summary>Where the pipeline's states begin: after the choice between uploads and deletions.</summary>
    private const string FirstState = "Validate";

    private static readonly Announcement[] Announcements =
    [
        new("AnnounceSuccess", "AnnouncesSuccess", "Accepted"),
        new("AnnounceRejection", "AnnouncesRejection", "Rejected"),
        new("AnnounceFailure", "AnnouncesFailure", null),
        // Only of a pipeline that describes images.
        new("AnnounceQuarantine", "AnnouncesQuarantine", "Quarantined"),
    ];

    /// <param name="backfill">Text of <c>backfill.asl.json</c>.</param>
    /// <param name="pipeline">Text of <c>image-pipeline.asl.json</c>, with the time limits that apply.</param>
    /// <param name="settings">What the deployment decides.</param>
    /// <param name="values">Value of each placeholder; see <see cref="DefinitionTemplate.Fill"/>.</param>
    /// <exception cref="InvalidOperationException">A placeholder has no value, or a value has no placeholder, or a state is in neither file.</exception>
    public static string Compose(string backfill, string pipeline, BackfillDefinitionSettings settings, IReadOnlyDictionary<string, string> values)
    {
        // Keys are no template: a prefix may look like a placeholder.
        var definition = JsonNode.Parse(DefinitionTemplate.Fill(Compose(backfill, pipeline, settings).ToJsonString(), values))!.AsObject();
        foreach (var (name, map) in definition["States"]!.AsObject().Where(state => (string?)state.Value!["Type"] == "Map"))
        {
            var states = map!["ItemProcessor"]!["States"]!.AsObject();
            var validate = states[FirstState] ?? states[name + FirstState]!;
            validate["Parameters"]!["Payload"]!["backfill"] = new JsonObject { ["keys"] = ToJson(settings.Keys), ["refresh.$"] = "$.backfill.refresh" };
        }

        return definition.ToJsonString();
    }

    private static JsonObject Compose(string backfill, string pipeline, BackfillDefinitionSettings settings)
    {
        var definition = JsonNode.Parse(backfill)!.AsObject();
        var states = definition["States"]!.AsObject();
        states["Defaults"]!["Result"]!["maxConcurrency"] = settings.MaxConcurrency;
        var maps = states.Where(state => (string?)state.Value!["Type"] == "Map").ToArray();
        var own = maps[0].Value!["ItemProcessor"]!["States"]!.AsObject();
        var shared = JsonNode.Parse(pipeline)!["States"]!.AsObject();
        var child = ComposeChild(own, shared);
        foreach (var (name, map) in maps)
        {
            var processor = map!["ItemProcessor"]!.AsObject();
            var prefix = name == maps[0].Key ? "" : name;
            processor["ProcessorConfig"]!["ExecutionType"] = settings.ExecutionType;
            processor["StartAt"] = prefix + (string)maps[0].Value!["ItemProcessor"]!["StartAt"]!;
            processor["States"] = Rename(child, prefix);
        }

        return definition;
    }

    private static JsonObject ComposeChild(JsonObject own, JsonObject shared)
    {
        var child = own.DeepClone().AsObject();
        var pending = new Queue<string>(StateGraph.TargetsOf(own).Append(FirstState));
        while (pending.TryDequeue(out var name))
        {
            if (child.ContainsKey(name))
            {
                continue;
            }

            var state = (shared[name] ?? throw new InvalidOperationException($"Neither definition has the state '{name}'.")).DeepClone().AsObject();
            StateGraph.Redirect(state, target => Announcements.FirstOrDefault(announcement => announcement.State == target)?.Choice ?? target);
            if (Announcements.FirstOrDefault(announcement => announcement.State == name) is { Outcome: { } outcome } && state.Remove("End"))
            {
                state["Next"] = outcome;
            }

            child[name] = state;
            foreach (var target in StateGraph.TargetsOf(state))
            {
                pending.Enqueue(target);
            }
        }

        return child;
    }

    private static JsonObject ToJson(KeyFilter keys) => new()
    {
        ["prefix"] = keys.Prefix,
        ["suffixes"] = keys.Suffixes is { Count: > 0 } suffixes ? new JsonArray([.. suffixes.Select(suffix => (JsonNode)suffix)]) : null,
    };

    private static JsonObject Rename(JsonObject child, string prefix)
    {
        var renamed = new JsonObject();
        foreach (var (name, node) in child)
        {
            var state = node!.DeepClone().AsObject();
            StateGraph.Redirect(state, target => prefix + target);
            if (state["ItemProcessor"] is JsonObject inner)
            {
                inner["StartAt"] = prefix + (string)inner["StartAt"]!;
                inner["States"] = Rename(inner["States"]!.AsObject(), prefix);
            }

            renamed[prefix + name] = state;
        }

        return renamed;
    }

    /// <param name="State">The pipeline's state that announces.</param>
    /// <param name="Choice">The backfill's state that decides whether to enter it.</param>
    /// <param name="Outcome">The backfill's state that follows it; null if the pipeline goes on by itself.</param>
    private sealed record Announcement(string State, string Choice, string? Outcome);
}
