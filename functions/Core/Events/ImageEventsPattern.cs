using System.Text.Json.Nodes;

namespace Pipeline.Core.Events;

/// <summary>
/// Fills <c>statemachine/image-events.pattern.json</c>. The rules in AWS and the local host
/// route events by the same patterns.
/// </summary>
public static class ImageEventsPattern
{
    /// <summary>Placeholder for the name of the uploads bucket.</summary>
    public const string BucketPlaceholder = "${UploadsBucket}";

    /// <summary>Placeholder for the condition on the key.</summary>
    public const string KeyPlaceholder = "${KeyFilter}";

    /// <summary>Maximum length of a pattern in EventBridge by default, in characters. Source: Amazon EventBridge quotas.</summary>
    private const int MaxCharacters = 2048;

    /// <summary>
    /// The patterns that an event must all match, in this order: one if the filter has no prefix, two if it has.
    /// </summary>
    /// <remarks>
    /// EventBridge allows one condition per field, so one pattern cannot require both a prefix and a suffix (or no trailing
    /// slash) of the same key. In AWS the first pattern's rule then passes the event to a separate bus, where the second
    /// pattern's rule starts the state machine.
    /// </remarks>
    /// <param name="template">Text of the template: a pattern with both placeholders.</param>
    /// <param name="bucket">Name of the uploads bucket.</param>
    /// <param name="filter">Which keys are images.</param>
    /// <param name="routesExpirations">Whether deletions by lifecycle rules are routed, so that the renditions of expired originals are removed.</param>
    /// <exception cref="InvalidKeyFilterException">The filter breaks its bounds, or its pattern is too long for EventBridge.</exception>
    /// <exception cref="FormatException">The template lacks a placeholder.</exception>
    public static IReadOnlyList<JsonObject> Fill(string template, string bucket, KeyFilter filter, bool routesExpirations = true)
    {
        filter.Validate();
        List<JsonArray> conditions = [];
        if (!string.IsNullOrEmpty(filter.Prefix))
        {
            conditions.Add([new JsonObject { ["prefix"] = filter.Prefix }]);
        }

        conditions.Add(filter.Suffixes is { Count: > 0 } suffixes ? EndsWithAnyOf(suffixes) : NoFolderMarker());
        return [.. conditions.Select(condition => Fill(template, bucket, condition, routesExpirations))];
    }

    private static JsonArray EndsWithAnyOf(IEnumerable<string> suffixes) =>
        new([.. suffixes.Distinct(StringComparer.OrdinalIgnoreCase).Select(suffix =>
            new JsonObject { ["suffix"] = new JsonObject { ["equals-ignore-case"] = suffix } })]);

    private static JsonArray NoFolderMarker() =>
        [new JsonObject { ["anything-but"] = new JsonObject { ["suffix"] = "/" } }];

    private static JsonObject Fill(string template, string bucket, JsonArray condition, bool routesExpirations)
    {
        var pattern = JsonNode.Parse(template) as JsonObject ?? throw new FormatException("The pattern's template must be a JSON object.");
        if (!Replace(pattern, BucketPlaceholder, [JsonValue.Create(bucket)]) || !Replace(pattern, KeyPlaceholder, condition))
        {
            throw new FormatException($"The pattern's template must have [\"{BucketPlaceholder}\"] and [\"{KeyPlaceholder}\"].");
        }

        if (!routesExpirations)
        {
            RemoveExpirations(pattern);
        }

        var length = pattern.ToJsonString().Length;
        return length <= MaxCharacters
            ? pattern
            : throw new InvalidKeyFilterException([
                $"its event pattern has {length} characters; EventBridge takes at most {MaxCharacters}: use fewer or shorter suffixes"]);
    }

    /// <summary>Removes the alternatives that let deletions by lifecycle rules through: those of deletions for any reason.</summary>
    private static void RemoveExpirations(JsonObject pattern)
    {
        if (pattern["$or"] is JsonArray alternatives)
        {
            alternatives.RemoveAll(alternative => alternative?["detail"] is JsonObject detail && detail["reason"] is null);
        }
    }

    /// <summary>Replaces the array that holds only the placeholder.</summary>
    private static bool Replace(JsonObject json, string placeholder, JsonArray replacement)
    {
        foreach (var (name, value) in json.ToArray())
        {
            if (value is JsonArray { Count: 1 } array && array[0] is JsonValue single
                && single.TryGetValue<string>(out var text) && text == placeholder)
            {
                json[name] = replacement;
                return true;
            }

            if (value is JsonObject nested && Replace(nested, placeholder, replacement))
            {
                return true;
            }
        }

        return false;
    }
}
