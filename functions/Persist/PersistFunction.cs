using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pipeline.Core.CallLogs;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;
using Pipeline.Lambda;

namespace Pipeline.Persist;

/// <summary>
/// The states Persist, PersistRejection, PersistCorruption and PersistFailure: points the record to the new version, or records
/// why there is none.
/// </summary>
public sealed class PersistFunction(PersistLogic logic, FunctionCalls calls)
{
    [LambdaFunction]
    public async Task<PersistResponse> Persist(PersistRequest request, ILambdaContext context)
    {
        var persisted = await calls.RunAsync(
            request,
            context,
            (received, token) => logic.RunAsync(received, CallTimeLimits.GetDeadline(context.RemainingTime), token),
            CallFacts.AddRequest,
            (entry, result) =>
            {
                CallFacts.AddResponse(entry, request, result.Response);
                entry.Warning = result.Warning;
            });
        return persisted.Response;
    }
}
