using System.Text.Json.Nodes;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Renditions;

namespace Pipeline.Core.Backfill;

/// <summary>What the records of a pipeline should have by its settings, so that those which have not can be found without reading an original.</summary>
/// <param name="RenditionSets">Hash of each rendition set by its prefix; the longest prefix first, the set of all other keys (an empty prefix) last.</param>
/// <param name="PhotoSchema">Schema of what records say of photos; null if nothing is read.</param>
/// <param name="DescriptionSchema">How models are asked, see <see cref="Describing.DescriptionSettings.Schema"/>; null if images are not described.</param>
public sealed record CurrentVersions(IReadOnlyList<KeyValuePair<string, string>> RenditionSets, string? PhotoSchema, string? DescriptionSchema = null)
{
    public static CurrentVersions Of(RenditionSets sets, string? photoSchema, string? descriptionSchema = null) =>
        new([.. sets.ByPrefix.Select(set => KeyValuePair.Create(set.Prefix, set.Hash))], photoSchema, descriptionSchema);

    /// <summary>Whether the current renditions are of another set than the key's. The newest upload must have renditions: others are processed as events come.</summary>
    public bool IsOutdated(ImageRecord record) =>
        record is { Status: ImageStatus.Ready, Current: { } current, ETag: not null } && current.RenditionSet != FindSet(record.Key);

    /// <summary>Whether what the record says of its photo was read in another way.</summary>
    public bool HasOtherPhotoSchema(ImageRecord record) =>
        record is { Status: ImageStatus.Ready, Current: { } current, ETag: not null } && PhotoSchema is not null && current.PhotoSchema != PhotoSchema;

    /// <summary>
    /// Whether no model has looked at what the record shows, or one that was asked in another way. Of an image in quarantine, the record does not say
    /// which version waits, so it always counts; Validate finds out.
    /// </summary>
    public bool HasOtherDescriptionSchema(ImageRecord record) => DescriptionSchema is not null && record.ETag is not null && record.Status switch
    {
        ImageStatus.Ready => record.Current is { } current && !(record.Description?.HasSeen(current.Sha256) == true && record.Description.Schema == DescriptionSchema),
        ImageStatus.Quarantined => true,
        _ => false,
    };

    public string ToJson()
    {
        var fields = new JsonObject
        {
            ["renditionSets"] = new JsonArray([.. RenditionSets.Select(set => (JsonNode)new JsonObject { ["prefix"] = set.Key, ["hash"] = set.Value })]),
            ["photoSchema"] = PhotoSchema,
        };
        if (DescriptionSchema is not null)
        {
            fields["descriptionSchema"] = DescriptionSchema;
        }

        return fields.ToJsonString();
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static CurrentVersions Parse(string json)
    {
        var fields = JsonNode.Parse(json)!.AsObject();
        return new(
            [.. fields["renditionSets"]!.AsArray().Select(set => KeyValuePair.Create((string)set!["prefix"]!, (string)set["hash"]!))],
            (string?)fields["photoSchema"],
            (string?)fields["descriptionSchema"]);
    }

    private string FindSet(string key) => RenditionSets.First(set => key.StartsWith(set.Key, StringComparison.Ordinal)).Value;
}
