using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.Evaluation;

/// <summary>
/// Variables of one scope: the state machine, or one branch or iteration in it. Inner scopes read outer variables but
/// neither change nor shadow them (the definition is refused otherwise), so nothing flows from an iteration to another.
/// </summary>
internal sealed class Variables(Variables? outer)
{
    private readonly Dictionary<string, JsonNode?> _values = [];

    public bool TryGet(string name, out JsonNode? value)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope._values.TryGetValue(name, out value))
            {
                return true;
            }
        }

        value = null;
        return false;
    }

    public void Set(string name, JsonNode? value) => _values[name] = value;

    private Variables? Outer { get; } = outer;
}
