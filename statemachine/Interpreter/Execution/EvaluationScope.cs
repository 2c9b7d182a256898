using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>What paths and intrinsic functions can see: <c>$</c>, <c>$$</c>, variables, and chance.</summary>
internal sealed class EvaluationScope(JsonNode? input, Func<JsonObject> context, Variables variables, Random random)
{
    private JsonObject? _contextObject;

    public JsonNode? Input { get; } = input;

    public JsonObject Context => _contextObject ??= context();

    public Variables Variables { get; } = variables;

    public Random Random { get; } = random;

    /// <summary>The same surroundings with another <c>$</c>.</summary>
    public EvaluationScope With(JsonNode? other) => new(other, () => Context, Variables, Random);
}
