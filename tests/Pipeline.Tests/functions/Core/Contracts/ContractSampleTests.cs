using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;
using Pipeline.Core.Grouping;
using Pipeline.Core.Markup;
using Pipeline.Core.Photos;
using Pipeline.Core.Renditions;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Renditions;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Core.Contracts;

/// <summary>The JSON of every contract is a snapshot, because AWS and subscribers see every change to it.</summary>
public sealed class ContractSampleTests
{
    private const string Sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private const string Prefix = "cats/1.jpg/9f86d081884c7d65-0a1b2c3d/";
    private const string Execution = "arn:aws:states:eu-west-1:123456789012:execution:image-pipeline:7bf73129-1428-4cd3-a780-95db273d1602";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly ImageEvent Event = new(
        "7bf73129-1428-4cd3-a780-95db273d1602",
        ImageEvent.ObjectCreated,
        "aws.s3",
        Time,
        new(
            new("uploads"),
            new("cats/1.jpg", 4_401_781, "b1946ac92492d2347c6235b4d2611184", "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e", "00617F08299329D189"),
            "PutObject"));

    private static readonly ImageEvent Deletion = new(
        "2ee9cc15-d022-99ea-1fb8-1b1bac4850f9",
        ImageEvent.ObjectDeleted,
        "aws.s3",
        Time,
        new(new("uploads"), new("cats/1.jpg", null, "b1946ac92492d2347c6235b4d2611184", null, "00617F08299329D18A"), "DeleteObject", ImageEventDetail.PermanentlyDeleted));

    private static readonly FocalPoint Focal = new(0.3, 0.7);

    private static readonly ImageInfo Info = new(ImageFormat.Jpeg, 4032, 3024, Orientation: 6, Copyright: "A. Photographer");

    private static readonly Original Original = new(
        "uploads", "cats/1.jpg", "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e", "b1946ac92492d2347c6235b4d2611184", Sha256, 4_401_781, "0a1b2c3d", Prefix, Info,
        new(2134, 1600), Focal);

    private static readonly VersionMetadata Metadata = new(
        new(
            TakenAt: "2025-06-07T18:32:05.25+02:00", Make: "Canon", Model: "Canon EOS R5", Lens: "RF24-105mm F4 L IS USM", ExposureSeconds: 0.008, FNumber: 5.6, Iso: 400,
            FocalLengthMm: 70, FocalLength35Mm: 70, Flash: false, Title: "Harbour", Description: "Boats in the evening light", Keywords: ["harbour", "boats"],
            Creator: "A. Photographer", Credit: "Agency", Copyright: "© 2025 A. Photographer", Rating: 4,
            DigitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture", Location: new(48.1, 11.6), Orientation: 6, ColourProfile: "Display P3",
            ColourModel: "rgb", BitDepth: 8, Alpha: false, Dpi: 72, HasC2pa: true),
        "1-city",
        new(new Dictionary<string, string> { ["focal-point"] = "0.3,0.7", ["album"] = "Summer" }, new Dictionary<string, string> { ["project"] = "website" }));

    private static readonly Original OriginalInP3 = Original with { Decode = Original.Decode with { Colours = Gamut.P3 } };

    private static readonly RenditionPlan Plan = new(
        new("small", 320, 427, Fit.Cover, Gravity.Focal, Watermark: new(Sha256, Opacity: 0.6), FocalPoint: Focal), Prefix + "small.webp", ImageFormat.WebP, Placeholder: true);

    private static readonly MadeRendition Made = new(
        new("small", Prefix + "small.webp", ImageFormat.WebP, "image/webp", 320, 427, 1, 15_230),
        new("3OcRJYB4d3h/iIeHeEh3eIhw+j3A", "#7a6f5b"),
        new(41.5, 1.2, 9.8, 2.1));

    private static readonly RenditionPlan OtherPlan = new(new("large", 1600), Prefix + "large.webp", ImageFormat.WebP);

    private static readonly MadeRendition OtherMade = new(
        new("large", Prefix + "large.webp", ImageFormat.WebP, "image/webp", 1600, 2133, 1, 175_230), null, new(0, 11.5, 92.1, 3.5));

    private static readonly ResizeResponse Resized = new(ResizeOutcome.Made, [Made]);

    private static readonly ImageRecord Record = new(
        "uploads/cats/1.jpg",
        "uploads",
        "cats/1.jpg",
        ImageStatus.Ready,
        new(Sha256, "0a1b2c3d", Prefix, ImageFormat.Jpeg, 3024, 4032, 1, 4_401_781, Made.Placeholder, [Made.Rendition], FocalPoint: Focal),
        "00617F08299329D189",
        "b1946ac92492d2347c6235b4d2611184",
        "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e",
        null,
        Execution,
        Time,
        Time.AddSeconds(1));

    private static readonly ImageRecord RecordWithPhoto = Record with { Current = Record.Current!.With(Metadata) };

    private static readonly RenditionAlias[] Aliases = [new("medium", 1), new("large", 2)];

    private static readonly ImageRecord RecordOfSharedFile = Record with
    {
        Current = Record.Current! with
        {
            Renditions = [Made.Rendition, .. Aliases.Select(alias => Made.Rendition with { Name = alias.Name })],
        },
    };

    private static readonly ImageDescription Described = new(
        Sha256, "Two boats in a harbour in the evening light", "en", ["harbour", "boats"], [new("weapons", 0.12)], Time, "eu.amazon.nova-lite-v1:0", "5f0e1d2c",
        [new("de", "Zwei Boote im Hafen im Abendlicht")]);

    private static readonly Reason Moderated = new(
        ReasonCodes.Moderated, "uploads/cats/1.jpg is in quarantine because of violence (93 %); it is published below 50 %. Look at it and release it (images release), or delete it.");

    private static readonly Reason Reason = new(
        ReasonCodes.TooManyPixels, "uploads/cats/1.jpg has 65536 × 65536 = 4,294,967,296 pixels; at most 100,000,000 are allowed.");

    private static readonly Reason Expired = new("ExecutionExpired", "The execution ended without recording an outcome, or was never seen to end.");

    private static readonly ResultLocation Results = new("internal", "backfills/backfill-20261121-100000-1a2b3c/5f6b0a9e-3f0e-4d7c-9a55-6d1c7e1b2a10/manifest.json");

    private static readonly BackfillCounts Counts = new(Accepted: 1_204, Unchanged: 17, Rejected: 3, Failed: 1, Superseded: 2, Skipped: 40);

    private static readonly Fault Fault = new("IOException", """{"errorType":"IOException","errorMessage":"No space left on device","stackTrace":[]}""");

    private static readonly PipelineJson Json = PipelineJson.Default;

    private static readonly Dictionary<string, (object Value, JsonTypeInfo Type)> Samples = new()
    {
        ["validate.request"] = (new ValidateRequest(Execution, Event, Groups: true), Json.ValidateRequest),
        ["validate.request-backfill"] = (
            new ValidateRequest(Execution, Event with { Source = ImageEvent.BackfillSource }, Groups: true, new(new("cats/", [".jpg", ".png"]), BackfillRefresh.Photo)), Json.ValidateRequest),
        ["validate.skipped"] = (new ValidateResponse(ValidationOutcome.Skipped, Record.ImageId), Json.ValidateResponse),
        ["validate.refreshed"] = (new ValidateResponse(ValidationOutcome.Refreshed, Record.ImageId), Json.ValidateResponse),
        ["validate.accepted"] = (new ValidateResponse(ValidationOutcome.Accepted, Record.ImageId, null, Original, [RenditionGroup.Create([Plan])]), Json.ValidateResponse),
        ["validate.accepted-shared"] = (
            new ValidateResponse(ValidationOutcome.Accepted, Record.ImageId, null, Original, [RenditionGroup.Create([Plan with { Aliases = Aliases }])]), Json.ValidateResponse),
        ["validate.accepted-p3"] = (new ValidateResponse(ValidationOutcome.Accepted, Record.ImageId, null, OriginalInP3, [RenditionGroup.Create([Plan])]), Json.ValidateResponse),
        ["validate.accepted-photo"] = (
            new ValidateResponse(ValidationOutcome.Accepted, Record.ImageId, null, Original, [RenditionGroup.Create([Plan])], Metadata: Metadata), Json.ValidateResponse),
        ["validate.accepted-auto"] = (
            new ValidateResponse(ValidationOutcome.Accepted, Record.ImageId, null, Original, [RenditionGroup.Create([Plan, OtherPlan])]), Json.ValidateResponse),
        ["validate.accepted-ungrouped"] = (
            new ValidateResponse(ValidationOutcome.Accepted, Record.ImageId, null, Original, Renditions: [Plan]), Json.ValidateResponse),
        ["validate.unchanged"] = (new ValidateResponse(ValidationOutcome.Unchanged, Record.ImageId), Json.ValidateResponse),
        ["validate.superseded"] = (new ValidateResponse(ValidationOutcome.Superseded, Record.ImageId), Json.ValidateResponse),
        ["validate.rejected"] = (new ValidateResponse(ValidationOutcome.Rejected, Record.ImageId, Reason), Json.ValidateResponse),
        ["resize.request"] = (new ResizeRequest(Execution, Original, [Plan]), Json.ResizeRequest),
        ["resize.request-p3"] = (new ResizeRequest(Execution, OriginalInP3, [Plan]), Json.ResizeRequest),
        ["resize.request-auto"] = (new ResizeRequest(Execution, Original, [Plan, OtherPlan]), Json.ResizeRequest),
        ["resize.request-ungrouped"] = (new ResizeRequest(Execution, Original, Plan: Plan), Json.ResizeRequest),
        ["resize.made-auto"] = (new ResizeResponse(ResizeOutcome.Made, [Made, OtherMade]), Json.ResizeResponse),
        ["resize.made-ungrouped"] = (Resized.ToUngrouped(), Json.ResizeResponse),
        ["resize.made"] = (Resized, Json.ResizeResponse),
        ["resize.made-shared"] = (new ResizeResponse(ResizeOutcome.Made, [Made with { Aliases = Aliases }]), Json.ResizeResponse),
        ["resize.made-p3"] = (new ResizeResponse(ResizeOutcome.Made, [Made with { Rendition = Made.Rendition with { Colours = Gamut.P3 } }]), Json.ResizeResponse),
        ["resize.superseded"] = (new ResizeResponse(ResizeOutcome.Superseded), Json.ResizeResponse),
        ["persist.accepted"] = (new PersistRequest(PersistResult.Accepted, Execution, Event, Original, [Resized]), Json.PersistRequest),
        ["persist.accepted-photo"] = (new PersistRequest(PersistResult.Accepted, Execution, Event, Original, [Resized], Metadata: Metadata), Json.PersistRequest),
        ["persist.rejected"] = (new PersistRequest(PersistResult.Rejected, Execution, Event, Reason: Reason), Json.PersistRequest),
        ["persist.failed"] = (new PersistRequest(PersistResult.Failed, Execution, Event, Fault: Fault), Json.PersistRequest),
        ["persist.recorded"] = (new PersistResponse(PersistOutcome.Recorded, Record), Json.PersistResponse),
        ["remove.request"] = (new RemoveRequest(Execution, Deletion), Json.RemoveRequest),
        ["remove.removed"] = (
            new RemoveResponse(RemoveOutcome.Removed, Record with { Status = ImageStatus.Deleted, Current = null, ExpiresAt = Time.AddDays(30) }),
            Json.RemoveResponse),
        ["remove.restored"] = (
            new RemoveResponse(RemoveOutcome.Restored, Record with { Status = ImageStatus.Deleted, Current = null, ExpiresAt = Time.AddDays(30) }, Event), Json.RemoveResponse),
        ["announcement.succeeded"] = (new Announcement("succeeded", Record.ImageId, Execution, Record), Json.Announcement),
        ["announcement.succeeded-shared"] = (new Announcement("succeeded", Record.ImageId, Execution, RecordOfSharedFile), Json.Announcement),
        ["announcement.succeeded-delivered"] = (new Announcement("succeeded", Record.ImageId, Execution, new RecordUrls("https://images.example.com/").AddTo(Record)), Json.Announcement),
        ["announcement.succeeded-photo"] = (new Announcement("succeeded", Record.ImageId, Execution, RecordWithPhoto), Json.Announcement),
        ["announcement.succeeded-described"] = (new Announcement("succeeded", Record.ImageId, Execution, Record with { Description = Described }), Json.Announcement),
        ["announcement.quarantined"] = (
            new Announcement("quarantined", Record.ImageId, Execution, Record with { Status = ImageStatus.Quarantined, Current = null, Reason = Moderated }), Json.Announcement),
        ["announcement.rejected"] = (
            new Announcement("rejected", Record.ImageId, Execution, Record with { Status = ImageStatus.Rejected, Current = null, Reason = Reason }),
            Json.Announcement),
        ["announcement.failed"] = (new Announcement("failed", Record.ImageId, Execution, null, Fault.Error, Fault.Cause), Json.Announcement),
        ["catalogue.entry"] = (
            new CatalogueEntry(Record, [new("cats/1.jpg/aaaaaaaaaaaaaaaa-0a1b2c3d/", Execution, Time.AddHours(2))], [new("cats/1.jpg/bbbbbbbbbbbbbbbb-0a1b2c3d/", Execution, Time.AddMinutes(20))], 3),
            Json.CatalogueEntry),
        ["catalogue.entry-photo"] = (new CatalogueEntry(RecordWithPhoto, [], [], 1), Json.CatalogueEntry),
        ["catalogue.entry-reconciled"] = (
            new CatalogueEntry(
                Record with { Status = ImageStatus.Failed, Reason = Expired },
                [new("cats/1.jpg/aaaaaaaaaaaaaaaa-0a1b2c3d/", Execution, Time.AddHours(2), new(Record.Sequencer, Record.ETag, Record.VersionId, Time), IsReconciled: true)],
                [], 4, new(Execution, Expired, Time.AddMinutes(15))),
            Json.CatalogueEntry),
        ["catalogue.entry-replaced"] = (
            new CatalogueEntry(Record, [], [], 5, Replaced: [new("cats/1.jpg/aaaaaaaaaaaaaaaa-0a1b2c3d/", Time.AddDays(7), "1YV3p45BT0ac8hjHg1houSdS1a.Mro8e")]), Json.CatalogueEntry),
        ["summarise.request"] = (new SummariseRequest(Execution, Results), Json.SummariseRequest),
        ["summarise.response"] = (new SummariseResponse(Counts, Results), Json.SummariseResponse),
        ["announcement.backfilled"] = (new BackfillAnnouncement(BackfillAnnouncement.Backfilled, Execution, Counts, Results), Json.BackfillAnnouncement),
        ["reconcile.sweep"] = (new ReconcileRequest(Sweep: true), Json.ReconcileRequest),
        ["reconcile.swept"] = (new ReconcileResponse([], 0, 1), Json.ReconcileResponse),
        ["reconcile.request"] = (
            new ReconcileRequest(new(Execution, "TIMED_OUT", JsonSerializer.Serialize(Event, Json.ImageEvent))), Json.ReconcileRequest),
        ["reconcile.response"] = (new ReconcileResponse([Record.ImageId], 0), Json.ReconcileResponse),
    };

    public static TheoryData<string> Names => [.. Samples.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void ContractIsWrittenAsItsSample(string name)
    {
        var (value, type) = Samples[name];

        var written = JsonNode.Parse(JsonSerializer.Serialize(value, type))!.ToJsonString(Indented);

        Snapshot.Match(written, $"statemachine/samples/contracts/{name}.json");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SampleSurvivesARoundTrip(string name)
    {
        var (_, type) = Samples[name];
        var text = File.ReadAllText(Repository.PathOf("statemachine/samples/contracts", name + ".json"));

        var again = JsonSerializer.Serialize(JsonSerializer.Deserialize(text, type), type);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(text), JsonNode.Parse(again)), again);
    }

    [Fact]
    public void EventWithUnknownMembersIsRead()
    {
        var @event = JsonSerializer.Deserialize(
            """
            {"version":"0","id":"i","detail-type":"Object Created","source":"aws.s3","account":"1","time":"2026-01-02T03:04:05Z","region":"r","resources":[],
             "detail":{"version":"0","bucket":{"name":"b"},"object":{"key":"k","size":5,"etag":"e","sequencer":"1"},"request-id":"x","requester":"1","source-ip-address":"1.2.3.4","reason":"PutObject"}}
            """,
            Json.ImageEvent)!;

        Assert.Equal(("b", "k", 5L, "e", "1"), (@event.Detail.Bucket.Name, @event.Detail.Object.Key, @event.Detail.Object.Size, @event.Detail.Object.ETag, @event.Detail.Object.Sequencer));
    }
}
