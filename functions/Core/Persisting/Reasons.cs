using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Imaging;

namespace Pipeline.Core.Persisting;

/// <summary>Puts a rejection or a caught error into words for the record.</summary>
internal static class Reasons
{
    // A stack trace belongs to the log, and a cause may be 32 KiB.
    private const int MaxMessage = 1_000;

    public static (ImageStatus Status, Reason Reason) Of(PersistRequest request) => request switch
    {
        { Reason: { } reason } => (ImageStatus.Rejected, reason),
        { Fault: { } fault, Result: PersistResult.Rejected } => (ImageStatus.Rejected, new(CodeOf(fault), MessageOf(fault))),
        { Fault: { } fault } => (ImageStatus.Failed, new(fault.Error, MessageOf(fault))),
        _ => throw new ArgumentException("A rejection or failure comes with a reason or a fault.", nameof(request)),
    };

    private static string CodeOf(Fault fault) =>
        fault.Error == nameof(CorruptImageException) ? ReasonCodes.CorruptImage : fault.Error;

    private static string MessageOf(Fault fault)
    {
        var message = ErrorMessage(fault.Cause) ?? fault.Cause ?? fault.Error;
        return message.Length <= MaxMessage ? message : message[..MaxMessage] + "…";
    }

    /// <summary>Of a Lambda function the cause is JSON; of everything else it is text already.</summary>
    private static string? ErrorMessage(string? cause)
    {
        if (cause is null || !cause.StartsWith('{'))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(cause);
            return document.RootElement.TryGetProperty("errorMessage", out var message) ? message.GetString() : null;
        }
        catch (JsonException)
        {
            // Not JSON after all: the cause itself is the message.
            return null;
        }
    }
}
