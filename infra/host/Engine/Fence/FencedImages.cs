using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Host.Engine.Attempts;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Host.Engine.Fence;

/// <summary>Turns the end of a fenced process into a failed attempt that names the image.</summary>
internal static class FencedImages
{
    /// <summary>Error name of a process that could not start: no image is to blame.</summary>
    public const string UnavailableError = "DecoderUnavailable";

    /// <exception cref="TaskFailedException">The process ended before it had answered.</exception>
    public static async Task<ValidateResponse> NameAsync(ValidateRequest request, Func<Task<ValidateResponse>> call) =>
        await NameAsync(ImageIds.Create(request.Event.Detail.Bucket.Name, request.Event.Detail.Object.Key), "its header was read", call);

    /// <inheritdoc cref="NameAsync(ValidateRequest, Func{Task{ValidateResponse}})"/>
    public static async Task<ResizeResponse> NameAsync(ResizeRequest request, Func<Task<ResizeResponse>> call) =>
        await NameAsync(ImageIds.Create(request.Original.Bucket, request.Original.Key), "it was decoded or encoded", call);

    private static async Task<T> NameAsync<T>(string imageId, string what, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (FencedProcessDiedException death) when (death.WasReady)
        {
            throw new TaskFailedException(
                AttemptRecorder.Error,
                $"{imageId}: the process of the image libraries {death.Message} while {what}. The host and the other images are not affected. "
                + "Remove the file, or upload it in another format.",
                death);
        }
        catch (FencedProcessDiedException death)
        {
            throw new TaskFailedException(
                UnavailableError, $"{imageId}: the process of the image libraries {death.Message} before it was ready. What it wrote to the standard error says why.", death);
        }
    }
}
