using Microsoft.Extensions.DependencyInjection;
using Pipeline.Aws;

namespace Pipeline.Lambda;

/// <summary>
/// A function's cold start: settings, contracts, log, and the logic that the function calls. It opens no connections.
/// </summary>
/// <typeparam name="TRequest">The function's request.</typeparam>
/// <typeparam name="TResponse">Its response.</typeparam>
/// <param name="function">Name of the function, for the log.</param>
public abstract class FunctionStartup<TRequest, TResponse>(string function)
{
    /// <summary>
    /// Registers the arguments of the function's constructor. Amazon.Lambda.Annotations looks for this method in the class with
    /// <c>[LambdaStartup]</c>, not in a base class.
    /// </summary>
    public abstract void ConfigureServices(IServiceCollection services);

    /// <summary>Registers the function's logic and its <see cref="FunctionCalls"/>.</summary>
    /// <param name="services">Services to register them with.</param>
    /// <param name="create">Creates the logic.</param>
    /// <remarks>Exceptions are reported to Lambda and rethrown.</remarks>
    protected void Configure<TLogic>(IServiceCollection services, Func<FunctionSettings, TLogic> create)
        where TLogic : class
    {
        try
        {
            var settings = FunctionSettings.FromEnvironment();
            PipelineSerializer.WarmUp<TRequest, TResponse>();
            services.AddSingleton(create(settings));
            services.AddSingleton(FunctionCalls.Create(settings, function));
        }
        catch (Exception exception)
        {
            InitError.Report(Environment.GetEnvironmentVariable(InitError.RuntimeApi), exception);
            throw;
        }
    }

    /// <summary>Creates the store of originals and renditions in S3.</summary>
    protected static S3ImageStore CreateStore(FunctionSettings settings) =>
        new(AwsClients.CreateS3(), settings.RenditionsBucket, TimeProvider.System, settings.KeepTags);

    /// <summary>Creates what announces failures on the topic for failures.</summary>
    protected static SnsFailureAnnouncer CreateFailureAnnouncer(FunctionSettings settings) => AwsClients.CreateFailureAnnouncer(settings.FailureTopic);

    /// <summary>Creates the catalogue in DynamoDB.</summary>
    protected static DynamoImageCatalogue CreateCatalogue(FunctionSettings settings) =>
        new(AwsClients.CreateDynamoDb(), settings.Table);
}
