using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Storage;

namespace Pipeline.Core.Reconciliation;

/// <summary>
/// Removes the renditions of replaced versions whose time is over, and finishes the removals of executions that died. A prefix is marked
/// as a removal before anything is deleted, so nobody can claim it meanwhile. If the sweep dies, a later one takes over.
/// </summary>
/// <param name="catalogue">Records.</param>
/// <param name="store">Renditions.</param>
/// <param name="time">Clock.</param>
public sealed class RenditionSweeper(IImageCatalogue catalogue, IImageStore store, TimeProvider time)
{
    /// <summary>Maximum number of images in one call; the next call continues. About two minutes in AWS.</summary>
    private const int MaxImages = 10_000;

    private const int PageSize = 1_000;

    // Each image waits for three requests to the catalogue and two to the store.
    private const int Concurrency = 8;

    private readonly CatalogueUpdater _updater = new(catalogue, store);

    /// <summary>Removes everything that is due.</summary>
    /// <returns>Number of prefixes whose renditions were removed.</returns>
    /// <exception cref="ConcurrentUpdateException">Other writers won too many times. The other images are swept; the next call continues.</exception>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        // No other call may take its removals for its own.
        var execution = $"sweep {Guid.NewGuid():N}";
        var (seen, faults, removed) = (new HashSet<string>(), new ConcurrentQueue<Exception>(), 0);
        while (seen.Count < MaxImages)
        {
            var due = await catalogue.ListRemovableAsync(time.GetUtcNow(), PageSize, cancellationToken);
            // An image that comes up again is one of which the index has not heard yet, or that could not be swept.
            var images = due.Where(seen.Add).ToArray();
            await Parallel.ForEachAsync(
                images,
                new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
                async (imageId, token) =>
                {
                    try
                    {
                        Interlocked.Add(ref removed, await SweepAsync(imageId, execution, token));
                    }
                    catch (Exception fault) when (fault is not OperationCanceledException)
                    {
                        // One image must not hold up the others: it may fail every time.
                        faults.Enqueue(fault);
                    }
                });
            if (images.Length == 0 || due.Count < PageSize)
            {
                break;
            }
        }

        if (faults.TryDequeue(out var first))
        {
            ExceptionDispatchInfo.Throw(first);
        }

        return removed;
    }

    private async Task<int> SweepAsync(string imageId, string execution, CancellationToken cancellationToken)
    {
        var entry = await _updater.UpdateAsync(imageId, entry => MarkDue(entry, execution, time.GetUtcNow()), cancellationToken);
        return await _updater.RemoveOrphansAsync(execution, entry, cancellationToken);
    }

    /// <summary>Marks for removal what is due. Null if nothing is.</summary>
    private static CatalogueEntry? MarkDue(CatalogueEntry? entry, string execution, DateTimeOffset now)
    {
        if (entry?.GetRemovalTime() is not { } due || due > now)
        {
            return null;
        }

        // A claim that is reconciled and has expired protects nothing: its execution is dead.
        var claims = entry.Claims.Where(claim => !(claim.IsReconciled && claim.ExpiresAt <= now)).Select(claim => claim.Prefix);
        var used = claims.Append(entry.Record.Current?.Prefix).Append(entry.Quarantined?.Version.Prefix).ToHashSet();
        var over = (entry.Replaced ?? []).Where(replaced => replaced.RemoveAfter <= now && !used.Contains(replaced.Prefix)).ToArray();
        if (over.Length == 0 && entry.Removals.All(removal => removal.ExpiresAt > now))
        {
            return null;
        }

        var removals = entry.Removals.Select(removal => removal.TakeOver(execution, now)).ToList();
        removals.AddRange(over
            .Where(replaced => !removals.Exists(removal => removal.Prefix == replaced.Prefix))
            .Select(replaced => new PrefixRemoval(replaced.Prefix, execution, now + Transition.RemovalLifetime)));
        var waiting = entry.Replaced?.Except(over).ToArray();
        return entry with
        {
            Claims = [.. entry.Claims.Where(claim => over.All(replaced => replaced.Prefix != claim.Prefix))],
            Removals = removals,
            Replaced = waiting is { Length: > 0 } ? waiting : null,
        };
    }
}
