using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.Evaluation;

/// <summary>What paths and intrinsic functions can access: <c>$</c>, <c>$$</c>, variables and a random source.</summary>
internal sealed class EvaluationScope(JsonNode? input, Func<JsonObject> createContext, Variables variables, Random random)
{
    /// <summary>
    /// Number of values and characters that one template or function may copy: sixteen times the largest payload. What is larger cannot be a
    /// state's output anyway, and a definition of 1 MB could otherwise copy its input 20,000 times.
    /// </summary>
    private const int MaxCopied = 16 * 256 * 1024;

    private JsonObject? _contextObject;
    private int _copied;

    public JsonNode? Input { get; } = input;

    public JsonObject Context => _contextObject ??= createContext();

    public Variables Variables { get; } = variables;

    public Random Random { get; } = random;

    /// <summary>Counts a value that is copied.</summary>
    /// <exception cref="StateFailedException"><c>States.DataLimitExceeded</c>: too much has been copied.</exception>
    public void CountCopy(JsonNode? value)
    {
        _copied++;
        switch (value)
        {
            case JsonObject fields:
                foreach (var (name, field) in fields)
                {
                    _copied += name.Length;
                    CountCopy(field);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    CountCopy(item);
                }

                break;
            case JsonValue text when text.GetValueKind() == JsonValueKind.String:
                _copied += text.GetValue<string>().Length;
                break;
        }

        if (_copied > MaxCopied)
        {
            throw new StateFailedException(
                ErrorNames.DataLimitExceeded, "The state copies more of its input than the maximum number of bytes service limit allows in a payload.");
        }
    }

    /// <summary>The same scope with another <c>$</c>.</summary>
    public EvaluationScope WithInput(JsonNode? newInput) => new(newInput, () => Context, Variables, Random);
}
