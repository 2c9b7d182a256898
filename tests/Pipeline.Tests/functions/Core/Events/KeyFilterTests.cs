using System.Text.Json;
using Pipeline.Core.Events;
using Pipeline.EventPatterns;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Events;

namespace Pipeline.Tests.Core.Events;

public sealed class KeyFilterTests
{
    private static readonly string[] Keys =
    [
        "a.jpg", "A.JPG", "photos/a.jpg", "photos/a.Jpg", "Photos/a.jpg", "photos/", "photos/folder.jpg/", "photos/7d4f0c1e", "photos/a.txt", "photos/.png", "photos", "ü.PNG",
        "photos/a.jpg.bak", "photos/a.ſpg", "photos/K.jpK", "photos/a.jpK",
    ];

    public static TheoryData<string?, string[]?> Filters => new()
    {
        { null, null }, { "photos/", null }, { null, [".jpg", ".png"] }, { "photos/", [".JPG"] }, { "photos/a", [".jpg", "e"] }, { "", [] }, { null, [".jpk", ".spg"] },
    };

    /// <summary>A backfill asks the filter what uploads ask the rules.</summary>
    [Theory]
    [MemberData(nameof(Filters))]
    public void FilterMatchesTheKeysThatThePatternsRoute(string? prefix, string[]? suffixes)
    {
        var filter = new KeyFilter(prefix, suffixes);
        EventPattern[] patterns =
        [
            .. ImageEventsPattern.Fill(File.ReadAllText(Repository.PathOf("statemachine", "image-events.pattern.json")), "uploads", filter)
                .Select(pattern => EventPattern.Parse(pattern.ToJsonString())),
        ];

        Assert.All(Keys, key =>
        {
            var @event = SampleEvents.Read("created-put-object.json");
            (@event["detail"]!["bucket"]!["name"], @event["detail"]!["object"]!["key"]) = ("uploads", key);
            using var document = JsonDocument.Parse(@event.ToJsonString());
            Assert.Equal((key, patterns.All(pattern => pattern.Matches(document.RootElement))), (key, filter.Matches(key)));
        });
    }
}
