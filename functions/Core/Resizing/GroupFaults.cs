using Pipeline.Core.Contracts;
using Pipeline.Core.Renditions;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Core.Resizing;

/// <summary>Adds to a fault which rendition of a group it is about.</summary>
public static class GroupFaults
{
    /// <summary>Key of <see cref="Exception.Data"/> with the name of the rendition that failed.</summary>
    public const string RenditionKey = "rendition";

    /// <summary>Makes one rendition of a group.</summary>
    /// <param name="original">The original.</param>
    /// <param name="plan">The rendition.</param>
    /// <param name="make">Makes or writes it.</param>
    /// <exception cref="CorruptImageException">As thrown, with the rendition's name.</exception>
    /// <exception cref="OutOfMemoryException">Likewise.</exception>
    /// <exception cref="RenditionFailedException">All other faults but throttling and cancellation, which keep their class.</exception>
    internal static async Task<T> NameAsync<T>(Original original, RenditionPlan plan, Func<Task<T>> make)
    {
        try
        {
            return await make();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var named = Name(exception, $"{original.Bucket}/{original.Key}: the rendition '{plan.Rendition.Name}' could not be made");
            named.Data[RenditionKey] = plan.Rendition.Name;
            if (named == exception)
            {
                throw;
            }

            throw named;
        }
    }

    /// <summary>The state machine matches some faults by class. Those of the store stay as they are: their messages have the rendition's key.</summary>
    private static Exception Name(Exception exception, string problem) => exception switch
    {
        CorruptImageException => new CorruptImageException($"{problem}: {exception.Message}", exception),
#pragma warning disable CA2201 // It is the runtime's own, thrown again with more to say.
        OutOfMemoryException => new OutOfMemoryException($"{problem}: {exception.Message}", exception),
#pragma warning restore CA2201
        _ when IsMatchedByClass(exception) => exception,
        _ => new RenditionFailedException($"{problem}: {exception.GetType().Name}: {exception.Message}", exception),
    };

    /// <summary>Whether the definition has a retrier for the fault's class: throttling by DynamoDB or S3.</summary>
    private static bool IsMatchedByClass(Exception exception) => exception.GetType().Name is
        "ProvisionedThroughputExceededException" or "RequestLimitExceededException" or "ThrottlingException" or "StorageThrottledException";
}
