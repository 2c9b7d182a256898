using System.Text.Json.Nodes;

namespace Pipeline.Core.Describing;

/// <summary>
/// Makes definitions of pipelines that describe images, from <c>statemachine/describe.json</c> and those of pipelines that do not. AWS and the local host run
/// the same.
/// </summary>
public static class DescribedDefinition
{
    /// <summary>The pipeline's definition with the states that describe, release and caption images.</summary>
    /// <param name="pipeline">Text of <c>image-pipeline.asl.json</c>, with or without values for its placeholders.</param>
    /// <param name="additions">Text of <c>describe.json</c>.</param>
    /// <exception cref="InvalidOperationException">The definition lacks a state that is to be changed, or has one that is to be added.</exception>
    public static string AddTo(string pipeline, string additions)
    {
        var definition = JsonNode.Parse(pipeline)!.AsObject();
        var states = definition["States"]!.AsObject();
        var added = JsonNode.Parse(additions)!["pipeline"]!;
        AddStates(states, added);
        foreach (var (name, choices) in added["choices"]!.AsObject())
        {
            var list = Find(states, name)["Choices"]!.AsArray();
            foreach (var choice in choices!.AsArray())
            {
                list.Add(choice!.DeepClone());
            }
        }

        foreach (var (name, next) in added["next"]!.AsObject())
        {
            Find(states, name)["Next"] = next!.DeepClone();
        }

        foreach (var (name, fields) in added["payload"]!.AsObject())
        {
            var payload = Find(states, name)["Parameters"]!["Payload"]!.AsObject();
            foreach (var (field, value) in fields!.AsObject())
            {
                payload.Add(field, value!.DeepClone());
            }
        }

        return definition.ToJsonString();
    }

    /// <summary>The backfill's definition with the outcome of images in quarantine.</summary>
    /// <param name="backfill">Text of <c>backfill.asl.json</c>.</param>
    /// <param name="additions">Text of <c>describe.json</c>.</param>
    public static string AddToBackfill(string backfill, string additions)
    {
        var definition = JsonNode.Parse(backfill)!.AsObject();
        // The first Map has the states of the children.
        var map = definition["States"]!.AsObject().First(state => (string?)state.Value!["Type"] == "Map").Value!;
        AddStates(map["ItemProcessor"]!["States"]!.AsObject(), JsonNode.Parse(additions)!["backfill"]!);
        return definition.ToJsonString();
    }

    private static void AddStates(JsonObject states, JsonNode added)
    {
        foreach (var (name, state) in added["states"]!.AsObject())
        {
            if (!states.TryAdd(name, state!.DeepClone()))
            {
                throw new InvalidOperationException($"The definition has a state '{name}' already.");
            }
        }
    }

    private static JsonNode Find(JsonObject states, string name) =>
        states[name] ?? throw new InvalidOperationException($"The definition has no state '{name}', which describe.json changes.");
}
