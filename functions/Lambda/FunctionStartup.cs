using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Deployment;
using Pipeline.Core.Events;

namespace Pipeline.Lambda;

/// <summary>What every cold start shares.</summary>
public abstract class FunctionStartup
{
    /// <summary>
    /// Registers the arguments of the function's constructor. Amazon.Lambda.Annotations looks for this method in the class with
    /// <c>[LambdaStartup]</c>, not in a base class.
    /// </summary>
    public abstract void ConfigureServices(IServiceCollection services);

    /// <summary>Runs a cold start. Exceptions are reported to Lambda and rethrown.</summary>
    protected static void Report(Action start)
    {
        try
        {
            start();
        }
        catch (Exception exception)
        {
            InitError.Report(Environment.GetEnvironmentVariable(InitError.RuntimeApi), exception);
            throw;
        }
    }
}

/// <summary>
/// A function's cold start: settings, contracts, log, and the logic that the function calls. It opens no connections. It also runs the
/// logic once over canned answers, beside the rest, so that the first call finds the code compiled and the libraries loaded: AWS gives more
/// processor to the cold start than to a call of a function with little memory.
/// </summary>
/// <typeparam name="TRequest">The function's request.</typeparam>
/// <typeparam name="TResponse">Its response.</typeparam>
/// <param name="function">Name of the function, for the log.</param>
public abstract class FunctionStartup<TRequest, TResponse>(string function) : FunctionStartup
{
    /// <summary>Id of the execution of a warm-up.</summary>
    protected const string WarmUpExecution = "warm-up";

    /// <summary>Registers the function's logic and its <see cref="FunctionCalls"/>.</summary>
    /// <param name="services">Services to register them with.</param>
    /// <param name="create">Creates the logic.</param>
    /// <param name="warmUp">Calls the logic once over canned answers; null for a function whose first call may be slow.</param>
    /// <remarks>Exceptions are reported to Lambda and rethrown, except those of the warm-up, which are only logged.</remarks>
    protected void Configure<TLogic>(IServiceCollection services, Func<FunctionSettings, FunctionPorts, TLogic> create, Func<TLogic, FunctionPorts, Task>? warmUp = null)
        where TLogic : class
    {
        Report(() =>
        {
            var settings = FunctionSettings.FromEnvironment();
            var calls = FunctionCalls.Create(settings, function);
            var warming = warmUp is null ? Task.CompletedTask : Task.Run(() => calls.WarmUpAsync(() => WarmUpAsync(settings, create, warmUp)));
            new PipelineSerializer().WarmUp<TRequest, TResponse>();
            services.AddSingleton(create(settings, FunctionPorts.Create(settings)));
            services.AddSingleton(calls);
            warming.GetAwaiter().GetResult();
        });
    }

    private static Task WarmUpAsync<TLogic>(FunctionSettings settings, Func<FunctionSettings, FunctionPorts, TLogic> create, Func<TLogic, FunctionPorts, Task> warmUp)
    {
        var canned = FunctionPorts.CreateCanned(settings);
        return warmUp(create(settings, canned), canned);
    }

    /// <summary>Makes a call as Lambda does: request and response go through the serializer.</summary>
    protected static async Task CallAsync(TRequest request, Func<TRequest, CancellationToken, Task<TResponse>> handle)
    {
        var serializer = new PipelineSerializer();
        using var stream = new MemoryStream();
        serializer.Serialize(request, stream);
        stream.Position = 0;
        serializer.Serialize(await handle(serializer.Deserialize<TRequest>(stream), CancellationToken.None), stream);
    }

    /// <summary>Creates an event of the warm-up's image.</summary>
    /// <param name="detailType">What happened to it.</param>
    protected static ImageEvent CreateWarmUpEvent(string detailType) => new(
        WarmUpExecution, detailType, "aws.s3", DateTimeOffset.UnixEpoch,
        new(new(WarmUpImage.Bucket), new(WarmUpImage.Key, WarmUpImage.Content.Length, WarmUpImage.ETag, null, "0")));
}
