using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace Pipeline.Cloud.Events;

/// <summary>
/// The queue of events that a rule could not deliver. Messages that were received but not deleted become visible again when this is
/// disposed, so looking at them changes nothing.
/// </summary>
/// <param name="sqs">Client; the caller disposes it.</param>
/// <param name="url">URL of the queue.</param>
/// <param name="route">Why the stack does not process an event; null if it does.</param>
internal sealed class DeadLetterQueue(IAmazonSQS sqs, string url, Func<JsonNode, string?> route) : IAsyncDisposable
{
    // The maximum of one call of SQS.
    private const int BatchSize = 10;

    // Longer than a batch takes. A message that is held for longer is received again, and skipped.
    private const int VisibilitySeconds = 300;

    // Long polling asks all servers of the queue, but what another reader holds shows up late.
    private const int WaitSeconds = 1;

    private const int EmptyReceives = 2;

    /// <summary>Receipt handles of the messages that are invisible to others, by message id.</summary>
    private readonly Dictionary<string, string> _held = [];

    private readonly Lock _lock = new();

    /// <summary>Receives every message once, in batches of at most ten, until the queue has no more.</summary>
    public async IAsyncEnumerable<IReadOnlyList<DeadLetter>> ReceiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>();
        var request = new ReceiveMessageRequest
        {
            QueueUrl = url,
            MaxNumberOfMessages = BatchSize,
            VisibilityTimeout = VisibilitySeconds,
            WaitTimeSeconds = WaitSeconds,
            MessageAttributeNames = ["All"],
            MessageSystemAttributeNames = ["SentTimestamp"],
        };
        for (var empty = 0; empty < EmptyReceives;)
        {
            var messages = (await sqs.ReceiveMessageAsync(request, cancellationToken)).Messages ?? [];
            lock (_lock)
            {
                messages.ForEach(message => _held[message.MessageId] = message.ReceiptHandle);
            }

            var unseen = messages.Where(message => seen.Add(message.MessageId)).Select(message => DeadLetter.Read(message, route)).ToArray();
            empty = unseen.Length == 0 ? empty + 1 : 0;
            if (unseen.Length > 0)
            {
                yield return unseen;
            }
        }
    }

    public async Task DeleteAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        string handle;
        lock (_lock)
        {
            handle = _held[letter.MessageId];
        }

        await sqs.DeleteMessageAsync(new DeleteMessageRequest { QueueUrl = url, ReceiptHandle = handle }, cancellationToken);
        lock (_lock)
        {
            _held.Remove(letter.MessageId);
        }
    }

    /// <summary>Makes the messages that were not deleted visible again, also after Ctrl+C.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var batch in _held.Values.Chunk(BatchSize))
        {
            await sqs.ChangeMessageVisibilityBatchAsync(new ChangeMessageVisibilityBatchRequest
            {
                QueueUrl = url,
                Entries = [.. batch.Select((handle, index) => new ChangeMessageVisibilityBatchRequestEntry { Id = $"m{index}", ReceiptHandle = handle, VisibilityTimeout = 0 })],
            });
        }

        _held.Clear();
    }
}
