using System.Text.Json.Nodes;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Console.Contracts;

/// <summary>One message to the success or failure destination.</summary>
/// <param name="Id">Counts announcements in order, with gaps.</param>
/// <param name="Topic"><c>success</c> or <c>failure</c>.</param>
/// <param name="Time">When it was announced.</param>
/// <param name="Execution">Name of the execution that announced it.</param>
/// <param name="Attributes">Message attributes, for subscribers to filter by.</param>
/// <param name="Message">What a subscriber gets.</param>
internal sealed record AnnouncementResponse(
    long Id, string Topic, DateTimeOffset Time, string Execution, IReadOnlyDictionary<string, string> Attributes, JsonNode? Message)
{
    public static AnnouncementResponse From(AnnouncementRecord record) => new(
        record.Id,
        Enum.GetName(record.Topic)!.ToLowerInvariant(),
        record.Time,
        record.ExecutionArn[(record.ExecutionArn.LastIndexOf(':') + 1)..],
        record.Attributes,
        JsonNode.Parse(record.Message));
}

/// <param name="Announcements">In the order asked for.</param>
/// <param name="After">To go on from; null on the last page.</param>
internal sealed record AnnouncementPage(IReadOnlyList<AnnouncementResponse> Announcements, long? After);
