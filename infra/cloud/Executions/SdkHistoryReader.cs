using System.Reflection;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.History;
using SdkEvent = Amazon.StepFunctions.Model.HistoryEvent;

namespace Pipeline.Cloud.Executions;

/// <summary>Converts history events of the SDK to those of the interpreter, which have the form that Step Functions and the AWS CLI write.</summary>
internal static class SdkHistoryReader
{
    // The SDK has a class for the details of each event type: 40 classes so far. Their properties have the service's names in Pascal
    // case, so that one rule reads them all.
    private static readonly PropertyInfo[] DetailsProperties =
        [.. typeof(SdkEvent).GetProperties().Where(property => property.Name.EndsWith("EventDetails", StringComparison.Ordinal))];

    public static HistoryEvent Read(SdkEvent @event) => new(
        @event.Id ?? 0,
        @event.PreviousEventId ?? 0,
        new DateTimeOffset(@event.Timestamp.GetValueOrDefault().ToUniversalTime()),
        @event.Type.Value,
        DetailsProperties.Select(property => property.GetValue(@event)).FirstOrDefault(details => details is not null) is { } found ? ToJson(found) : null);

    private static JsonObject ToJson(object details)
    {
        var json = new JsonObject();
        foreach (var property in details.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetValue(details) is { } value)
            {
                json[$"{char.ToLowerInvariant(property.Name[0])}{property.Name[1..]}"] = ToJsonNode(value);
            }
        }

        return json;
    }

    private static JsonNode ToJsonNode(object value) => value switch
    {
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        DateTime time => JsonValue.Create(time.ToUniversalTime()),
        Amazon.Runtime.ConstantClass constant => JsonValue.Create(constant.Value),
        IEnumerable<KeyValuePair<string, string>> variables =>
            new JsonObject(variables.Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)JsonValue.Create(variable.Value)))),
        _ => ToJson(value),
    };
}
