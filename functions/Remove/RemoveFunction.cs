using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pipeline.Core.Contracts;
using Pipeline.Core.Removal;
using Pipeline.Lambda;

namespace Pipeline.Remove;

/// <summary>The state Remove: follows the deletion of an original.</summary>
public sealed class RemoveFunction(ImageRemover remover, FunctionCalls calls)
{
    [LambdaFunction]
    public Task<RemoveResponse> Remove(RemoveRequest request, ILambdaContext context) => calls.RunAsync(
        request,
        context,
        remover.RemoveAsync,
        static (line, request) => line.About(request.Execution, request.Event),
        static (line, response) => line.Outcome = CallLine.Word(response.Outcome));
}
