using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Console.Webhooks;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Events;
using Pipeline.Host.Store.Exceptions;

namespace Pipeline.Host.Console.Live;

/// <summary>Forwards the events of the pipeline to open pages and to the webhook.</summary>
internal sealed class LiveFeed(LocalPipeline pipeline, LiveHub hub, WebhookDelivery webhook, ILogger<LiveFeed> logger) : IHostedService
{
    private DateTimeOffset? _reported;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        pipeline.Events.Published += Forward;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        pipeline.Events.Published -= Forward;
        return Task.CompletedTask;
    }

    private void Forward(PipelineEvent pipelineEvent)
    {
        switch (pipelineEvent)
        {
            case ExecutionEnded { Execution: var execution } when _reported is not null && pipeline.Interruption is null:
                _reported = null;
                Log.GoesOn(logger);
                Publish("execution", () => ExecutionResponse.FromSummary(execution), ConsoleJson.Default.ExecutionResponse);
                break;
            case ExecutionChanged { Execution: var execution }:
                Publish("execution", () => ExecutionResponse.FromSummary(execution), ConsoleJson.Default.ExecutionResponse);
                break;
            case ExecutionInterrupted { Execution: var execution, Fault: var fault }:
                Report(execution.Name, fault);
                break;
            case HistoryAppended history:
                hub.PublishTo(history.Execution, "history", () => JsonSerializer.Serialize(
                    new LiveHistory(history.Execution, [.. history.Events.Select(@event => @event.ToAwsJson())]), ConsoleJson.Default.LiveHistory));
                break;
            case ImageChanged { Record: var record }:
                Publish("image", () => new LiveImage(record.ImageId, Enum.GetName(record.Status)!.ToLowerInvariant()), ConsoleJson.Default.LiveImage);
                break;
            case Announced { Announcement: var announcement }:
                Publish("announcement", () => AnnouncementResponse.From(announcement), ConsoleJson.Default.AnnouncementResponse);
                webhook.Wake();
                break;
            case DefinitionChanged { Definition: var definition }:
                Publish("definition", () => new LiveDefinition(definition.IsValid), ConsoleJson.Default.LiveDefinition);
                break;
        }
    }

    /// <summary>Logs a fault of the machine once, not for each execution and each attempt. Only a bug needs its stack trace.</summary>
    private void Report(string execution, Exception fault)
    {
        hub.Publish("interruption", () => "{}");
        var interruption = pipeline.Interruption;
        if (!StoreFaults.IsEnvironmental(fault))
        {
            Log.ExecutionInterrupted(logger, execution, fault.Message, fault);
        }
        else if (interruption is not null && _reported != interruption.Since)
        {
            _reported = interruption.Since;
            Log.Interrupted(logger, execution, interruption.Message);
        }
    }

    private void Publish<T>(string name, Func<T> data, JsonTypeInfo<T> type) => hub.Publish(name, () => JsonSerializer.Serialize(data(), type));
}
