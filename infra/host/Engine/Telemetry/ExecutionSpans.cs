using System.Diagnostics;
using System.Threading.Channels;
using Pipeline.Host.Engine.Events;
using Pipeline.Host.Engine.Executions;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Interpreter.History;

namespace Pipeline.Host.Engine.Telemetry;

/// <summary>
/// Records executions as traces, for any listener to <see cref="PipelineTelemetry.Name"/>: a span for each run of an execution, and below it one for
/// each attempt of a state. They are made of the history when the execution has ended, so the execution itself pays nothing, and one that
/// a crash interrupted has the spans from before it, too.
/// </summary>
public sealed class ExecutionSpans : IAsyncDisposable
{
    /// <summary>Executions that ended faster than their spans could be made. Those beyond have no spans.</summary>
    private const int MaxWaiting = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly LocalPipeline _pipeline;
    private readonly ActivitySource _source = new(PipelineTelemetry.Name);
    private readonly Channel<ExecutionEnded> _ended = Channel.CreateBounded<ExecutionEnded>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly Task _writer;

    /// <param name="pipeline">The pipeline whose executions to record from now on.</param>
    public ExecutionSpans(LocalPipeline pipeline)
    {
        _pipeline = pipeline;
        _writer = Task.Run(WriteAllAsync);
        pipeline.Events.Published += OnPublished;
    }

    /// <summary>Records what has ended, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _pipeline.Events.Published -= OnPublished;
        _ended.Writer.TryComplete();
        await Task.WhenAny(_writer, Task.Delay(Patience));
        _source.Dispose();
    }

    private void OnPublished(PipelineEvent pipelineEvent)
    {
        if (pipelineEvent is ExecutionEnded ended)
        {
            _ended.Writer.TryWrite(ended);
        }
    }

    private async Task WriteAllAsync()
    {
        // A span without a parent would be the child of what happens to be current here.
        Activity.Current = null;
        await foreach (var ended in _ended.Reader.ReadAllAsync())
        {
            try
            {
                if (_source.HasListeners())
                {
                    var history = await _pipeline.Store.Executions.GetHistoryAsync(ended.Execution.Arn, 0, int.MaxValue, CancellationToken.None);
                    ExecutionSpanTree.Write(_source, ended, ExecutionTrace.FromHistory(history.Select(RecordedHistory.ToHistoryEvent)));
                }
            }
            catch (Exception fault) when (StoreFaults.IsEnvironmental(fault) || fault is ObjectDisposedException)
            {
                // An execution without spans is better than a host that stops.
            }
        }
    }
}
