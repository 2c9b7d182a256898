using System.Text.Json;
using Amazon.Runtime;
using Pipeline.Core.Contracts;
using Pipeline.Core.Renditions;
using Pipeline.Terminal.Tuning;

namespace Pipeline.Cloud.Tuning;

/// <param name="Function">Name of the deployed function.</param>
/// <param name="Alias">Its alias.</param>
/// <param name="Memory">Memory sizes in MB.</param>
/// <param name="Runs">Calls of each photo with each size.</param>
/// <param name="Set">The rendition set.</param>
/// <param name="IsGrouped">Whether one call makes all renditions.</param>
/// <param name="Price">Price of calls.</param>
internal sealed record TuningOptions(string Function, string Alias, IReadOnlyList<int> Memory, int Runs, RenditionSet Set, bool IsGrouped, CallPrice Price);

/// <summary>
/// Measures a function with several memory sizes, on a copy of it, with one call after the other. Whatever happens, Ctrl+C included, the copy, the photos
/// and the renditions are removed.
/// </summary>
internal sealed class TuningRun(FunctionCopy copy, TemporaryObjects objects, HttpClient downloads, Action<string> log)
{
    /// <summary>A program that was interrupted has ten seconds.</summary>
    private static readonly TimeSpan CleanUpTimeout = TimeSpan.FromSeconds(9);

    /// <summary>What could not be removed.</summary>
    public List<string> Leftovers { get; } = [];

    /// <exception cref="TuningException">The function fails for another reason than memory and time.</exception>
    /// <exception cref="AmazonServiceException">AWS refuses a call.</exception>
    public async Task<IReadOnlyList<MemoryRow>> RunAsync(TuningOptions options, IReadOnlyList<TuningPhoto> photos, CancellationToken cancellationToken)
    {
        var hasCopy = false;
        try
        {
            var requests = new List<(TuningPhoto Photo, string Payload)>();
            foreach (var photo in photos)
            {
                var stored = await objects.UploadAsync(photo, cancellationToken);
                var request = photo.CreateRequest(stored, options.Set, options.IsGrouped);
                requests.Add((photo, JsonSerializer.Serialize(request, PipelineJson.Default.ResizeRequest)));
            }

            log($"Copying {options.Function}");
            await copy.CreateAsync(options.Function, options.Alias, downloads, cancellationToken);
            hasCopy = true;
            var rows = new List<MemoryRow>();
            foreach (var (photo, payload) in requests)
            {
                foreach (var memory in options.Memory)
                {
                    await copy.SetMemoryAsync(memory, cancellationToken);
                    log($"{photo.Name} with {memory} MB, {options.Runs} calls");
                    rows.Add(await MeasureAsync(photo.Name, payload, memory, options, cancellationToken));
                }
            }

            return rows;
        }
        finally
        {
            log("Removing the copy, the photos and the renditions");
            using var timeout = new CancellationTokenSource(CleanUpTimeout);
            // The copy first: what does not run writes no rendition.
            await RemoveAsync("the copy of the function", () => hasCopy ? copy.DeleteAsync(timeout.Token) : Task.CompletedTask);
            await RemoveAsync("the photos", () => objects.DeletePhotosAsync(timeout.Token));
            await RemoveAsync("the renditions", () => objects.DeleteRenditionsAsync(timeout.Token));
        }
    }

    /// <summary>Measures one photo with one size. A call that needs more memory or time than there is ends it.</summary>
    private async Task<MemoryRow> MeasureAsync(string photo, string payload, int memory, TuningOptions options, CancellationToken cancellationToken)
    {
        var reports = new List<ReportLine>();
        for (var call = 0; call < options.Runs; call++)
        {
            var (report, problem, response) = await copy.InvokeAsync(payload, cancellationToken);
            if (report is not null)
            {
                reports.Add(report);
            }

            if (problem is not null)
            {
                log($"{photo} with {memory} MB: {problem}");
                return new(photo, memory, null, problem, FindInit(reports), FindMaxMemory(reports), 0);
            }

            if (JsonSerializer.Deserialize(response, PipelineJson.Default.ResizeResponse)?.Outcome != ResizeOutcome.Made)
            {
                throw new TuningException($"The function made no rendition of {photo}: {response}");
            }
        }

        var billed = TrimmedTimes.Of([.. reports.Select(report => report.Billed)]).Mean;
        return new(
            photo, memory, TrimmedTimes.Of([.. reports.Select(report => report.Duration)]), null, FindInit(reports), FindMaxMemory(reports), options.Price.OfMillion(memory, billed));
    }

    private static TimeSpan? FindInit(IEnumerable<ReportLine> reports) => reports.FirstOrDefault(report => report.Init is not null)?.Init;

    private static int? FindMaxMemory(List<ReportLine> reports) => reports.Count == 0 ? null : reports.Max(report => report.MaxMemoryUsed);

    private async Task RemoveAsync(string what, Func<Task> remove)
    {
        try
        {
            await remove();
        }
        catch (Exception exception) when (exception is AmazonClientException or AmazonServiceException or HttpRequestException or OperationCanceledException)
        {
            Leftovers.Add($"Could not remove {what}: {exception.Message}");
        }
    }
}
