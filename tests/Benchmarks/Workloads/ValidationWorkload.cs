using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Measuring;
using Pipeline.Benchmarks.Ours;
using Pipeline.Benchmarks.Reporting;
using Pipeline.Codecs;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;
using Pipeline.Core.Photos;
using Pipeline.Core.Renditions;
using Pipeline.Core.Validation;
using Pipeline.Imaging.Codecs;
using Pipeline.Photo.Reading;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>10. What reading a photo's metadata adds to its validation: header, SHA-256 and plan, without database and network.</summary>
internal static class ValidationWorkload
{
    private const int CallsPerRound = 40;

    public static Workload Run(BenchmarkContext bench)
    {
        bench.Log("10. validation");
        var with = CreateValidator(new(new PhotoReader(TimeProvider.System).Read));
        var without = CreateValidator(null);
        var request = CreateRequest(bench.Originals.Photograph);
        var times = Interleaved.Measure(
            [("with", () => Measure(with, request)), ("without", () => Measure(without, request))],
            bench.ChooseRounds(61, 3), bench.WarmUpRounds, bench.Budget, bench.WarmUpTime);
        var ratio = Statistics.Median([.. times["with"].Zip(times["without"], (photo, plain) => photo / plain)]);
        return new(
            10,
            "Validation",
            $"Processor time for the photograph, from its file on disk; medians of {times["with"].Count} rounds of {CallsPerRound} calls each. The ratio is taken round by round.",
            [
                new(
                    "JPEG photograph",
                    [
                        new("with metadata", Statistics.Median(times["with"]), Unit.Milliseconds), new("without", Statistics.Median(times["without"]), Unit.Milliseconds),
                        new("ratio", ratio, Unit.Ratio),
                    ],
                    [new("of validation without metadata", 1.03, ratio, Unit.Ratio)]) { Rounds = times["with"].Count },
            ]);
    }

    private static ImageValidator CreateValidator(PhotoReading? photos) => new(
        new MemoryStore(), new EmptyCatalogue(), ImageCodecs.Create(CodecSelection.Both), RenditionSet.Default, new(), TimeProvider.System, photos: photos);

    private static ValidateRequest CreateRequest(string path) => new(
        "execution",
        new("event", ImageEvent.ObjectCreated, "aws.s3", DateTimeOffset.UnixEpoch, new(new("uploads"), new(path, new FileInfo(path).Length, "etag", Sequencer: "1"))));

    /// <returns>Processor time of a call, in milliseconds. Unlike the time on the clock, it does not depend on what else runs.</returns>
    private static double Measure(ImageValidator validator, ValidateRequest request)
    {
        var start = Environment.CpuUsage.TotalTime;
        for (var call = 0; call < CallsPerRound; call++)
        {
            var response = validator.ValidateAsync(request, CancellationToken.None).GetAwaiter().GetResult();
            if (response.Outcome != ValidationOutcome.Accepted)
            {
                throw new ContenderException($"Validation ended as {response.Outcome}: {response.Reason?.Message}");
            }
        }

        return (Environment.CpuUsage.TotalTime - start).TotalMilliseconds / CallsPerRound;
    }
}
