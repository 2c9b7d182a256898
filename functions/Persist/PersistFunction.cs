using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pipeline.Core.CallLogs;
using Pipeline.Core.Contracts;
using Pipeline.Core.Persisting;
using Pipeline.Lambda;

namespace Pipeline.Persist;

/// <summary>
/// The states Persist, PersistRejection, PersistCorruption and PersistFailure: points the record to the new version, or records
/// why there is none.
/// </summary>
public sealed class PersistFunction(ImagePersister persister, FunctionCalls calls)
{
    [LambdaFunction]
    public Task<PersistResponse> Persist(PersistRequest request, ILambdaContext context) =>
        calls.RunAsync(request, context, persister.PersistAsync, CallFacts.AddRequest, (entry, response) => CallFacts.AddResponse(entry, request, response));
}
