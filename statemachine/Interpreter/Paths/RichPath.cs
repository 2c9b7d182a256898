using System.Text.Json.Nodes;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Pipeline.Interpreter;

/// <summary>
/// A JSONPath beyond names and indexes: wildcards, slices, unions, filters, recursive descent. Such a path is
/// indefinite: its value is always an array, empty when nothing matches.
/// </summary>
internal sealed class RichPath
{
    private readonly string expression;

    /// <exception cref="FormatException">The expression, which begins with <c>$</c>, is no JSONPath.</exception>
    public RichPath(string expression)
    {
        this.expression = expression;
        try
        {
            // The library reads the expression at once and selects later, so this finds every syntax error.
            _ = new JObject().SelectTokens(expression).Count();
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"'{expression}' is not a JSONPath: {wrong.Message}", wrong);
        }
    }

    public JsonArray Select(JsonNode? root)
    {
        using var reader = new JsonTextReader(new StringReader(JsonText.Write(root)))
        {
            DateParseHandling = DateParseHandling.None,
            FloatParseHandling = FloatParseHandling.Double,
        };
        var matches = JToken.ReadFrom(reader).SelectTokens(expression)
            .Select(token => JsonText.Parse(token.ToString(Formatting.None)));
        return new JsonArray([.. matches]);
    }
}
