using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Core.Persisting;

/// <summary>Turns a rejection or a caught error into the record's reason.</summary>
internal static class FailureReasons
{
    // A stack trace belongs to the log, and a cause may be 32 KiB.
    private const int MaxMessageLength = 1_000;

    public static (ImageStatus Status, Reason Reason) From(PersistRequest request) => request switch
    {
        { Reason: { } reason } => (ImageStatus.Rejected, reason),
        { Fault: { } fault, Result: PersistResult.Rejected } => (ImageStatus.Rejected, new(CodeOf(fault), MessageOf(fault))),
        { Fault: { } fault } => (ImageStatus.Failed, new(fault.Error, MessageOf(fault))),
        _ => throw new ArgumentException("A rejection or failure must have a reason or a fault.", nameof(request)),
    };

    private static string CodeOf(Fault fault) =>
        fault.Error == nameof(CorruptImageException) ? ReasonCodes.CorruptImage : fault.Error;

    private static string MessageOf(Fault fault)
    {
        var message = fault.Cause is null ? fault.Error : LambdaCause.MessageOf(fault.Cause);
        return message.Length <= MaxMessageLength ? message : message[..MaxMessageLength] + "…";
    }
}
