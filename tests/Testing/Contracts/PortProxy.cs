using System.Reflection;
using Pipeline.Core.Storage;

namespace Pipeline.Testing.Contracts;

/// <summary>When the next crash comes, and of what kind.</summary>
internal sealed class CrashPlan
{
    private CancellationTokenSource? _host;
    private int _calls;
    private bool _isAfter;
    private bool _isFault;

    public string Description { get; private set; } = "";

    /// <summary>Plans the next run of an execution: most have no crash.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="host">Cancelled when the host crashes.</param>
    public void Prepare(Random random, CancellationTokenSource host)
    {
        (_host, _isAfter, _isFault) = (host, random.Next(2) == 0, random.Next(3) == 0);
        _calls = random.Next(2) == 0 ? random.Next(1, 16) : 0;
    }

    /// <summary>Called around every call of a port.</summary>
    /// <exception cref="IOException">The function crashes. The state machine tries again.</exception>
    /// <exception cref="OperationCanceledException">The host crashes. It continues the execution later.</exception>
    public void Step(string call, bool isAfter)
    {
        if (isAfter != _isAfter || Interlocked.Decrement(ref _calls) != 0)
        {
            return;
        }

        Description = $"{(isAfter ? "after" : "before")} {call}";
        if (_isFault)
        {
            throw new IOException($"A planned fault {Description}.");
        }

        _host!.Cancel();
        throw new OperationCanceledException(_host.Token);
    }
}

/// <summary>A port that crashes as planned. Originals come from a model of the bucket, if there is one.</summary>
internal class PortProxy : DispatchProxy
{
    private object _port = null!;
    private CrashPlan _crashes = null!;
    private VersionedBucket? _bucket;

    public static T Create<T>(T port, CrashPlan crashes, VersionedBucket? bucket)
        where T : class
    {
        var proxy = Create<T, PortProxy>();
        var created = (PortProxy)(object)proxy;
        (created._port, created._crashes, created._bucket) = (port, crashes, bucket);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var result = targetMethod!.ReturnType;
        if (!typeof(Task).IsAssignableFrom(result))
        {
            return targetMethod.Invoke(_port, args);
        }

        return result == typeof(Task)
            ? RunAsync<object?>(targetMethod.Name, async () =>
            {
                await (Task)targetMethod.Invoke(_port, args)!;
                return null;
            })
            : typeof(PortProxy).GetMethod(nameof(CallAsync), BindingFlags.Instance | BindingFlags.NonPublic)!
                .MakeGenericMethod(result.GenericTypeArguments).Invoke(this, [targetMethod, args]);
    }

    private Task<T> CallAsync<T>(MethodInfo method, object?[] args) => RunAsync(method.Name, () => (_bucket, method.Name) switch
    {
        ({ } bucket, nameof(IImageStore.ReadOriginalAsync)) => (Task<T>)(object)Task.FromResult(bucket.Read((OriginalReference)args[0]!)),
        ({ } bucket, nameof(IImageStore.FindOriginalAsync)) => (Task<T>)(object)Task.FromResult(bucket.Head((OriginalReference)args[0]!)),
        _ => (Task<T>)method.Invoke(_port, args)!,
    });

    private async Task<T> RunAsync<T>(string name, Func<Task<T>> call)
    {
        _crashes.Step(name, isAfter: false);
        var result = await call();
        _crashes.Step(name, isAfter: true);
        return result;
    }
}
