using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.Evaluation;

/// <summary>What paths and intrinsic functions can access: <c>$</c>, <c>$$</c>, variables and a random source.</summary>
internal sealed class EvaluationScope(JsonNode? input, Func<JsonObject> createContext, Variables variables, Random random)
{
    private JsonObject? _contextObject;

    public JsonNode? Input { get; } = input;

    public JsonObject Context => _contextObject ??= createContext();

    public Variables Variables { get; } = variables;

    public Random Random { get; } = random;

    /// <summary>The same scope with another <c>$</c>.</summary>
    public EvaluationScope WithInput(JsonNode? newInput) => new(newInput, () => Context, Variables, Random);
}
