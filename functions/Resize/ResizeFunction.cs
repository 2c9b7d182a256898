using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pipeline.Core.CallLogs;
using Pipeline.Core.Contracts;
using Pipeline.Core.Resizing;
using Pipeline.Lambda;

namespace Pipeline.Resize;

/// <summary>The state Resize: makes the renditions of a group from one decode of the original.</summary>
public sealed class ResizeFunction(ImageResizer resizer, FunctionCalls calls)
{
    [LambdaFunction]
    public Task<ResizeResponse> Resize(ResizeRequest request, ILambdaContext context) =>
        calls.RunAsync(request, context, resizer.ResizeAsync, CallFacts.AddRequest, (entry, response) => CallFacts.AddResponse(entry, request, response));
}
