using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.Evaluation;

/// <summary>
/// The variables of a scope: the state machine, a branch or an iteration. Inner scopes can read outer variables but
/// cannot change or shadow them (such a definition is refused), so no value flows from one iteration to another.
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
