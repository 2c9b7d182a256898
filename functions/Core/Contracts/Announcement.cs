using Pipeline.Core.Catalogue;

namespace Pipeline.Core.Contracts;

/// <summary>
/// The message that the success or failure topic gets. The state machine's definition composes it; this record is its
/// contract, for subscribers and tests.
/// </summary>
/// <param name="Outcome"><c>succeeded</c> or <c>removed</c> on the success topic, <c>rejected</c> or <c>failed</c> on the failure topic.</param>
/// <param name="ImageId"><c>bucket/key</c>.</param>
/// <param name="Execution">Id of the execution.</param>
/// <param name="Record">The record as it stands; absent when a fault kept it from being written.</param>
/// <param name="Error">Of a fault: its name.</param>
/// <param name="Cause">Of a fault: its cause.</param>
public sealed record Announcement(
    string Outcome,
    string ImageId,
    string Execution,
    ImageRecord? Record = null,
    string? Error = null,
    string? Cause = null);
