using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Core.Grouping;
using Pipeline.Testing.Environments;

namespace Pipeline.Aws.Tests.Infra.Throttling;

/// <summary>The deployed definition in an account whose functions throttle. The README of the definition states what comes out.</summary>
public sealed class ThrottlingTests
{
    [Theory]
    [InlineData(1_000, 10)]
    [InlineData(5_000, 10)]
    [InlineData(5_000, 50)]
    public async Task StandardOutlastsARush(int uploads, int concurrency)
    {
        var result = await UploadAsync(await GetDefinitionAsync(MockedStack.Defaults), uploads, concurrency);

        Assert.Equal((0, 0), (result.Failed, result.Unrecorded));
        AssertIsAsStated(result, ReadRow(uploads, concurrency, cellCount: 6));
    }

    [Theory]
    [InlineData(1_000, 10)]
    [InlineData(5_000, 10)]
    [InlineData(5_000, 50)]
    public async Task StandardOutlastsARushInGroups(int uploads, int concurrency)
    {
        var result = await UploadAsync(await GetDefinitionAsync(MockedStack.Defaults), uploads, concurrency, ResizeGrouping.Auto);

        Assert.Equal((0, 0), (result.Failed, result.Unrecorded));
        AssertIsAsStated(result, ReadRow(uploads, concurrency, cellCount: 5));
    }

    [Fact]
    public async Task ExpressOutlastsARushOfAThousandUploadsAtAConcurrencyOfTen()
    {
        var result = await UploadAsync(await GetDefinitionAsync(MockedStack.Exclusive), 1_000, 10);

        Assert.Equal((0, 0), (result.Failed, result.Unrecorded));
    }

    /// <summary>Shows that the account above throttles enough to need the retrier.</summary>
    [Fact]
    public async Task SixAttemptsDoNotOutlastARush()
    {
        var definition = JsonNode.Parse(await GetDefinitionAsync(MockedStack.Defaults))!;
        LimitThrottlingTo(6, definition);

        var result = await UploadAsync(definition.ToJsonString(), 500, 10);

        Assert.InRange(result.Failed, 50, 450);
    }

    private static void AssertIsAsStated(RushResult result, (double Time, double Ideal) row)
    {
        Assert.Equal(row.Ideal, result.Ideal.TotalSeconds);
        // Which of two calls comes first is up to the threads, so no run is exactly like another.
        Assert.InRange(result.Duration.TotalSeconds, row.Time * 0.85, row.Time * 1.15);
    }

    private static async Task<RushResult> UploadAsync(string definition, int uploads, int concurrency, ResizeGrouping grouping = ResizeGrouping.Each)
    {
        using var account = new ThrottlingAccount(definition, concurrency, grouping);
        return await account.UploadAsync(uploads);
    }

    private static async Task<string> GetDefinitionAsync(IReadOnlyDictionary<string, string> configuration) =>
        (string)(await MockedStack.CreateAsync(configuration)).StateMachine.Inputs["definition"]!;

    private static void LimitThrottlingTo(int attempts, JsonNode scope)
    {
        foreach (var (_, state) in scope["States"]!.AsObject())
        {
            foreach (var retrier in state!["Retry"] as JsonArray ?? [])
            {
                if ((int)retrier!["MaxAttempts"]! == 60)
                {
                    retrier["MaxAttempts"] = attempts;
                }
            }

            if (state["ItemProcessor"] is { } processor)
            {
                LimitThrottlingTo(attempts, processor);
            }
        }
    }

    /// <summary>Reads the row of a table in the README: concurrency, uploads, time, ideal, for <c>each</c> failures before, and failures now.</summary>
    private static (double Time, double Ideal) ReadRow(int uploads, int concurrency, int cellCount)
    {
        var cells = File.ReadLines(Repository.PathOf("statemachine", "README.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Single(cells => cells.Length == cellCount && cells[0] == Number(concurrency) && cells[1] == Number(uploads));
        Assert.Equal("0", cells[^1]);
        return (Seconds(cells[2]), Seconds(cells[3]));
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static double Seconds(string cell) => double.Parse(cell.Replace(" s", "", StringComparison.Ordinal), NumberStyles.Number, CultureInfo.InvariantCulture);
}
