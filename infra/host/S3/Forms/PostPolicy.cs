using System.Globalization;
using System.Text.Json;

namespace Pipeline.Host.S3.Forms;

/// <summary>
/// What the one who signs a form allows the one who sends it. Source: Amazon S3 API Reference, "Authenticating Requests: Browser-Based Uploads
/// Using POST", "POST Policy".
/// </summary>
/// <param name="Expiration">Until when the form may be sent.</param>
/// <param name="Conditions">Conditions on its fields.</param>
/// <param name="Range">How many bytes the file may have; null for any number.</param>
internal sealed record PostPolicy(DateTimeOffset Expiration, IReadOnlyList<PolicyCondition> Conditions, ContentLengthRange? Range)
{
    private const string IgnoredPrefix = "x-ignore-";

    /// <summary>Fields that need no condition.</summary>
    private static readonly HashSet<string> FreeFields = new(StringComparer.OrdinalIgnoreCase) { "policy", "file", "x-amz-signature", "AWSAccessKeyId", "signature" };

    /// <param name="text">The policy: JSON in Base64.</param>
    /// <exception cref="Protocol.S3Exception">It is no policy.</exception>
    public static PostPolicy Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(Convert.FromBase64String(text), new() { MaxDepth = 8 });
            return Read(document.RootElement);
        }
        catch (FormatException)
        {
            throw FormErrors.InvalidPolicy("Invalid Base64.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter for texts with unpaired surrogates.
            throw FormErrors.InvalidPolicy("Invalid JSON.");
        }
    }

    /// <summary>Checks everything but the size of the file.</summary>
    /// <param name="fields">Fields of the form, and <c>bucket</c>.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="Protocol.S3Exception">The policy does not allow the form.</exception>
    public void Verify(IReadOnlyDictionary<string, string> fields, DateTimeOffset now)
    {
        if (now > Expiration)
        {
            throw FormErrors.AgainstPolicy("Policy expired.");
        }

        if (Conditions.FirstOrDefault(condition => !condition.Holds(fields)) is { } failed)
        {
            throw FormErrors.AgainstPolicy($"Policy Condition failed: {failed}");
        }

        var extra = fields.Keys
            .Where(name => !FreeFields.Contains(name) && !name.StartsWith(IgnoredPrefix, StringComparison.OrdinalIgnoreCase))
            .Except(Conditions.Select(condition => condition.Field).Append("bucket"), StringComparer.OrdinalIgnoreCase)
            .ToArray();
        if (extra.Length > 0)
        {
            throw FormErrors.AgainstPolicy($"Extra input fields: {string.Join(", ", extra)}");
        }
    }

    private static PostPolicy Read(JsonElement policy)
    {
        if (policy.ValueKind != JsonValueKind.Object)
        {
            throw FormErrors.InvalidPolicy("Invalid JSON.");
        }

        if (!policy.TryGetProperty("expiration", out var expiration))
        {
            throw FormErrors.InvalidPolicy("Policy missing expiration.");
        }

        if (expiration.ValueKind != JsonValueKind.String
            || !DateTimeOffset.TryParseExact(expiration.GetString(), "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until))
        {
            throw FormErrors.InvalidPolicy($"Invalid 'expiration' value: '{expiration}'");
        }

        if (!policy.TryGetProperty("conditions", out var listed) || listed.ValueKind != JsonValueKind.Array)
        {
            throw FormErrors.InvalidPolicy("Policy missing conditions.");
        }

        var conditions = new List<PolicyCondition>();
        ContentLengthRange? range = null;
        foreach (var condition in listed.EnumerateArray())
        {
            if (condition.ValueKind == JsonValueKind.Object)
            {
                conditions.AddRange(condition.EnumerateObject().Select(field => new PolicyCondition(PolicyCondition.Eq, field.Name, ReadValue(field.Value, condition))));
            }
            else if (ReadRange(condition) is { } next)
            {
                range = range is null ? next : new(Math.Max(range.Min, next.Min), Math.Min(range.Max, next.Max));
            }
            else
            {
                conditions.Add(ReadCondition(condition));
            }
        }

        return new(until, conditions, range);
    }

    private static ContentLengthRange? ReadRange(JsonElement condition) =>
        condition.ValueKind == JsonValueKind.Array && condition.GetArrayLength() == 3 && condition[0].ValueKind == JsonValueKind.String
            && ContentLengthRange.Operator.Equals(condition[0].GetString(), StringComparison.OrdinalIgnoreCase)
            ? ContentLengthRange.TryCreate(condition[1], condition[2]) ?? throw InvalidCondition(condition)
            : null;

    private static PolicyCondition ReadCondition(JsonElement condition)
    {
        if (condition.ValueKind != JsonValueKind.Array || condition.GetArrayLength() != 3 || condition[0].ValueKind != JsonValueKind.String
            || condition[1].ValueKind != JsonValueKind.String || condition[1].GetString() is not ['$', _, ..] field)
        {
            throw InvalidCondition(condition);
        }

        var name = condition[0].GetString()!.ToLowerInvariant();
        return name is PolicyCondition.Eq or PolicyCondition.StartsWith ? new(name, field[1..], ReadValue(condition[2], condition)) : throw InvalidCondition(condition);
    }

    private static string ReadValue(JsonElement value, JsonElement condition) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        _ => throw InvalidCondition(condition),
    };

    private static Protocol.S3Exception InvalidCondition(JsonElement condition) => FormErrors.InvalidPolicy($"Invalid Condition: {condition.GetRawText()}");
}
