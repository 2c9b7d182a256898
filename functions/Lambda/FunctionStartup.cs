using Microsoft.Extensions.DependencyInjection;
using Pipeline.Aws;

namespace Pipeline.Lambda;

/// <summary>
/// A function's cold start: settings, contracts, log, and the logic that the function calls. Nothing here opens a connection.
/// </summary>
/// <typeparam name="TRequest">The function's request.</typeparam>
/// <typeparam name="TResponse">Its response.</typeparam>
/// <param name="function">Name of the function, for the log.</param>
public abstract class FunctionStartup<TRequest, TResponse>(string function)
{
    /// <summary>
    /// Registers what the function's constructor takes. Amazon.Lambda.Annotations looks for it in the class that is marked
    /// <c>[LambdaStartup]</c>, never in a base class.
    /// </summary>
    public abstract void ConfigureServices(IServiceCollection services);

    /// <summary>Registers the function's logic and its <see cref="FunctionCalls"/>.</summary>
    /// <param name="services">Where they are registered.</param>
    /// <param name="create">Makes the logic.</param>
    protected void Configure<TLogic>(IServiceCollection services, Func<FunctionSettings, TLogic> create)
        where TLogic : class
    {
        var settings = FunctionSettings.FromEnvironment();
        PipelineSerializer.WarmUp<TRequest, TResponse>();
        services.AddSingleton(create(settings));
        services.AddSingleton(FunctionCalls.Create(settings, function));
    }

    /// <summary>Originals and renditions in S3.</summary>
    protected static S3ImageStore CreateStore(FunctionSettings settings) =>
        new(AwsClients.CreateS3(), settings.RenditionsBucket, TimeProvider.System);

    /// <summary>The catalogue in DynamoDB.</summary>
    protected static DynamoImageCatalogue CreateCatalogue(FunctionSettings settings) =>
        new(AwsClients.CreateDynamoDb(), settings.Table);
}
