using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pipeline.Core.CallLogs;
using Pipeline.Core.Contracts;
using Pipeline.Lambda;

namespace Pipeline.Reconcile;

/// <summary>
/// Called by EventBridge: records and announces uploads whose execution ended without recording anything, or removes the renditions of
/// replaced versions.
/// </summary>
public sealed class ReconcileFunction(ReconcileLogic logic, FunctionCalls calls)
{
    /// <summary>Number of images that a log line names.</summary>
    private const int MaxListedImages = 10;

    [LambdaFunction]
    public Task<ReconcileResponse> Reconcile(ReconcileRequest request, ILambdaContext context) => calls.RunAsync(
        request,
        context,
        logic.RunAsync,
        static (entry, request) => entry.Execution = request.Detail?.ExecutionArn,
        static (entry, response) => Describe(entry, response));

    private static void Describe(CallLogEntry entry, ReconcileResponse response)
    {
        entry.Outcome = response switch
        {
            { Failed.Count: > 0 } => "failed",
            { Removed: > 0 } => "removed",
            _ => "nothing to do",
        };
        entry.ImageId = response.Failed.Count == 1 ? response.Failed[0] : null;
        entry.Warning = response.Failed.Count > 1
            ? $"{response.Failed.Count} images failed: {string.Join(", ", response.Failed.Take(MaxListedImages))}{(response.Failed.Count > MaxListedImages ? ", …" : "")}"
            : null;
    }
}
