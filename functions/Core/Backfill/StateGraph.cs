using System.Text.Json.Nodes;

namespace Pipeline.Core.Backfill;

/// <summary>The transitions of states: <c>Next</c>, <c>Default</c>, and those of choices and catchers.</summary>
internal static class StateGraph
{
    private static readonly string[] Branches = ["Choices", "Catch"];
    private static readonly string[] Fields = ["Next", "Default"];

    /// <summary>The states that any of these states goes to.</summary>
    public static IEnumerable<string> TargetsOf(JsonObject states) =>
        states["Type"] is JsonValue
            ? ListTransitions(states).Select(transition => (string)transition.Holder[transition.Field]!)
            : states.SelectMany(state => TargetsOf(state.Value!.AsObject()));

    /// <summary>Lets a state go elsewhere.</summary>
    public static void Redirect(JsonObject state, Func<string, string> target)
    {
        foreach (var (holder, field) in ListTransitions(state).ToArray())
        {
            holder[field] = target((string)holder[field]!);
        }
    }

    private static IEnumerable<(JsonObject Holder, string Field)> ListTransitions(JsonObject state)
    {
        var branches = Branches.SelectMany(list => state[list]?.AsArray() ?? []).Select(branch => branch!.AsObject());
        return branches.Append(state).SelectMany(
            holder => Fields.Where(field => holder[field] is JsonValue).Select(field => (holder, field)));
    }
}
